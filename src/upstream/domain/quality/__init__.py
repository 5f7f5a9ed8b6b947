"""How good a customer's files are: rules their rows are held against, and what that says."""
