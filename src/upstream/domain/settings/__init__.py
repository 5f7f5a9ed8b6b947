"""What a customer wants done its own way."""
