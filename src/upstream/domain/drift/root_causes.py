"""Whose work prevents a denial: the families of adjustment codes, gathered by where they begin.

A payer says why it denies in some 300 codes; whoever has to do something about it works at the
front desk, with authorizations, in coding, in billing or with the physicians. Codes that no family
holds are `other` and never hidden.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from upstream.domain.claims.denials import Family, family_of

RootCause = Literal[
    "registration",
    "authorization",
    "coding",
    "billing",
    "clinical",
    "coverage",
    "provider",
    "other",
]

_FAMILIES: Final[Mapping[RootCause, tuple[Family, ...]]] = MappingProxyType(
    {
        "registration": ("eligibility", "coordination_of_benefits", "other_payer"),
        "authorization": ("authorization",),
        "coding": ("coding", "bundling"),
        "billing": ("missing_information", "timely_filing", "duplicate"),
        "clinical": ("medical_necessity",),
        "coverage": ("non_covered", "maximum_reached", "patient_share"),
        "provider": ("provider", "contract", "capitation"),
    }
)
_CAUSE_OF: Final = MappingProxyType(
    {family: cause for cause, families in _FAMILIES.items() for family in families}
)


def root_cause_of(denial_reason: str | None) -> RootCause:
    """Of a reason as it is kept, `CO-197` or `197`."""
    code = (denial_reason or "").rpartition("-")[2]
    return _CAUSE_OF.get(family_of(code), "other")


def by_root_cause(
    reasons: Iterable[tuple[str | None, tuple[int, int]]],
) -> dict[str, tuple[int, int]]:
    """Denials before and now, by cause."""
    found: dict[str, tuple[int, int]] = {}
    for reason, (before, now) in reasons:
        cause = root_cause_of(reason)
        earlier, later = found.get(cause, (0, 0))
        found[cause] = earlier + before, later + now
    return found
