"""Payments and take-backs."""
