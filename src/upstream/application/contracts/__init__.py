"""Contracts with payers: entering them, loading their rates, putting them right."""
