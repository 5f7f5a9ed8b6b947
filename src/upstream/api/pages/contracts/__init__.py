"""Contracts, their rates, and what is owed by them."""
