"""What a customer says about names: which headers, payers and procedure codes mean what."""
