"""Whether a payer changed: what is compared, how sure we are, and what a finding lives through."""
