"""Payers side by side, the figures of the trade, next month."""
