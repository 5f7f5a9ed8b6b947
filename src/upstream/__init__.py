"""Upstream notices early when payers change how they treat a provider's claims."""

__version__ = "0.1.0"
