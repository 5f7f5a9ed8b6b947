"""Payments as payers announce them, and what they keep back of them."""
