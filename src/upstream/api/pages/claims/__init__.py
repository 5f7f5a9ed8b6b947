"""Claims and their history."""
