"""What an operator made of an alert: real, noise or to be followed up, and the money recovered."""
