"""Contracts with payers: agreed rates with effective dates, and what falls short of them."""
