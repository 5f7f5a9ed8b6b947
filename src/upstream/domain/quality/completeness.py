"""Which fields a claim should say, given its outcome, and how many claims do not.

An open claim has no decision date and a paid one no denial reason: nothing is missing there.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from upstream.domain.quality.columns import Columns
from upstream.domain.quality.fields import FieldName

_ALL: Final = frozenset({"PAID", "DENIED", "OTHER", "PENDING"})
_DECIDED: Final = _ALL - {"PENDING"}

EXPECTED: Final[Mapping[FieldName, frozenset[str]]] = {
    "claim_id": _ALL,
    "payer": _ALL,
    "cpt": _ALL,
    "submitted_date": _ALL,
    "outcome": _ALL,
    "billed_amount": _ALL,
    "decided_date": _DECIDED,
    "allowed_amount": frozenset({"PAID"}),
    "paid_amount": frozenset({"PAID"}),
    "denial_reason": frozenset({"DENIED"}),
    "service_date": _ALL,
    "provider_npi": _ALL,
    "place_of_service": _ALL,
}
"""Outcomes that make a field expected."""

SCORED: Final[tuple[FieldName, ...]] = tuple(EXPECTED)[:10]
"""What detection and recovery live on; the others are shown, and cost nothing."""


def missing_in(columns: Columns) -> dict[str, int]:
    """Claims that do not say what they should, by field; only fields where there are some."""
    found = {field: _missing(columns, field, outcomes) for field, outcomes in EXPECTED.items()}
    return {field: count for field, count in found.items() if count}


def _missing(columns: Columns, field: FieldName, outcomes: frozenset[str]) -> int:
    column = columns[field]
    if None not in column:
        return 0
    if outcomes is _ALL:
        return column.count(None)
    rows = zip(columns["outcome"], column, strict=True)
    silent = Counter([outcome for outcome, cell in rows if cell is None])
    return sum(count for outcome, count in silent.items() if outcome in outcomes)


def expected_of(outcomes: Mapping[str, int], field: FieldName) -> int:
    """How many of these claims should say the field."""
    return sum(count for outcome, count in outcomes.items() if outcome in EXPECTED[field])
