"""Payments as remittances told of them, and what was taken back."""
