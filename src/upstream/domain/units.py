"""Every id and unit that has a name of its own."""

from typing import NewType
from uuid import UUID

CustomerId = NewType("CustomerId", UUID)
StreamId = NewType("StreamId", UUID)
Position = NewType("Position", int)
Cents = NewType("Cents", int)
BasisPoints = NewType("BasisPoints", int)

PLATFORM = CustomerId(UUID("00000000-0000-4000-8000-000000000001"))
"""The log of what belongs to no customer: administrators, sign-ins before one is known."""


def basis_points(part: int, whole: int) -> BasisPoints:
    """`part / whole` in 1/10 000, half up; 0 where there is nothing to divide by."""
    return BasisPoints((part * 20_000 + whole) // (2 * whole) if whole else 0)
