"""Rules of a customer, the check of every row by them, and what is made of a file at its end."""
