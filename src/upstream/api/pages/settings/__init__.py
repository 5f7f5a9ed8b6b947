"""What a customer has set."""
