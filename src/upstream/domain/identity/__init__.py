"""Customers, the people who work for them, and the sessions in which they do."""
