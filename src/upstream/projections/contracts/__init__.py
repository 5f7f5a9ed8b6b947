"""Contracts as they stood, and what payers allowed below them."""
