"""ContractIQ: which payers allow less than their contract says, since when, and what they owe."""

from upstream.domain.drift.contractiq.detector import ContractIQ

__all__ = ["ContractIQ"]
