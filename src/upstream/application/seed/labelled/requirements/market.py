"""What a year of requirements is drawn from: reasons, units, components, families of codes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

AUTHORIZATION_REASONS: Final = (
    *("CO-197", "CO-197", "CO-197", "CO-197", "CO-197"),
    *("CO-15", "CO-39", "CO-62", "CO-198"),
)
"""As often as payers give them, roughly."""
USUAL_REASON: Final = "CO-197"
INSTEAD: Final = "CO-16"
"""What the year says of denials for a missing authorization where nobody asks for one."""
OTHER_REASON: Final = "CO-50"

SEVERAL_UNITS: Final = frozenset({"97110", "97140", "96372"})
COMPONENT_CODES: Final = frozenset({"71046", "70450", "72148", "74177", "76856"})
COMPONENT: Final = "26"
COMPONENT_PART: Final = 0.4
SEVERAL_PROCEDURES: Final = "51"

LEVELS: Final[Mapping[str, str]] = MappingProxyType({"99214": "99213", "99204": "99203"})
"""A code and the lower one of its family that a payer may pay instead."""

CONTRACTED_PAYERS: Final = 8


class CodePlace(NamedTuple):
    """A payer's code, how many claims a week it has, and what the payer usually allows for it."""

    payer: str
    cpt_group: str
    cpt: str
    weekly: float
    price_cents: int
