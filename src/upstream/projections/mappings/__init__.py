"""What names meant to a customer, now and at any moment before."""
