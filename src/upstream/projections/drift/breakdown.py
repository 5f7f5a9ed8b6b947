"""Which procedures, reasons and facilities made a finding's change, and what moved beside it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from upstream.domain.drift.breakdown import Breakdown, Stratum, broken_down, rates_of
from upstream.domain.drift.root_causes import by_root_cause
from upstream.domain.drift.settings import Kind
from upstream.infrastructure.database import cursor
from upstream.projections.drift import breaking_down
from upstream.projections.drift.breakdown_documents import (
    Dimension,
    Measure,
    Moved,
    beside_of,
    causes_of,
    drill_of,
)
from upstream.projections.drift.cells import AUTHORIZATION
from upstream.projections.drift.evidence import NEEDS, found_drift
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.view import View

__all__ = ["NEEDS", "Moved", "moved"]

_MEASURES: Final[Mapping[Kind, Measure]] = {
    "denial_rate": "denied",
    "denial_reason": "denied",
    "authorization": "denied",
    "days_to_decision": "answers",
    "payment_delay": "answers",
    "allowed_amount": "allowed",
    "underpayment": "allowed",
}
"""What is drilled. Waits are told as answers per day of waiting: claims that still wait count in
full, and a payer that stops deciding has none."""

_COLUMNS: Final[Mapping[Measure, tuple[str, str]]] = {
    "denied": ("decided", "denied"),
    "answers": ("waited_days", "answers"),
    "allowed": ("paid", "allowed_cents"),
}
FACILITY_CLAIMS_MAX: Final = 50_000
"""A facility stands in the log alone: above this nobody waits for it to be read."""


def moved(view: View, finding_id: UUID) -> Moved:
    """As the run that saw it knew the claims. Raises `FindingUnknown`."""
    drift, position = found_drift(view, finding_id)
    known, names = known_claims(replace(view, position=position))
    bounds: dict[str, object] = {
        **names,
        "customer_id": view.customer_id,
        "position": position,
        "payer": drift.key.payer,
        "cpt_group": drift.key.cpt_group,
        "denial_reason": drift.key.denial_reason if drift.kind == "denial_reason" else None,
        "unauthorized": AUTHORIZATION if drift.kind == "authorization" else None,
        "before_from": drift.baseline.from_on,
        "before_to": drift.baseline.to_on,
        "now_from": drift.current.from_on,
        "now_to": drift.current.to_on,
        "facility_claims_max": FACILITY_CLAIMS_MAX,
    }

    found = cursor(view.connection).execute(
        breaking_down.PARTS.replace(breaking_down.KNOWN, known).encode(), bounds
    )
    columns = [column.name for column in found.description or ()]
    parts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found.fetchall():
        parts[row[0]].append(dict(zip(columns, row, strict=True)))
    measure = _MEASURES[drift.kind]
    codes = parts["cpt"]
    decided = _total(codes, "decided")
    reasons = _before_and_now(parts["denial_reason"])
    drills: tuple[tuple[Dimension, Breakdown | None], ...] = (
        ("cpt", broken_down(_strata(codes, measure))),
        ("denial_reason", rates_of(reasons, decided) if measure == "denied" else None),
        ("facility", broken_down(_strata(parts["facility"], measure))),
        ("cpt_group", broken_down(_strata(parts["cpt_group"], measure))),
    )
    return Moved(
        measure=measure,
        known_at_position=position,
        drills=[
            drill_of(by, measure, found)
            for by, found in drills
            if found is not None and (by == "cpt" or len(found.parts) > 1)
        ],
        root_causes=causes_of(by_root_cause(reasons.items()), decided),
        beside=beside_of(
            {
                each: (_total(codes, weight), _total(codes, total))
                for each, (weight, total) in _COLUMNS.items()
            }
        ),
    )


def _strata(rows: Sequence[Mapping[str, Any]], measure: Measure) -> list[Stratum]:
    weight, total = _COLUMNS[measure]
    found: dict[str, list[int]] = {}
    for row in rows:
        sums = found.setdefault(row["name"], [0, 0, 0, 0])
        place = 2 * row["now"]
        sums[place] += row[weight]
        sums[place + 1] += row[total]
    return [Stratum(name, *sums) for name, sums in sorted(found.items())]


def _before_and_now(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Claims of each name."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        before, now = found.get(row["name"], (0, 0))
        more = row["decided"]
        found[row["name"]] = (before, now + more) if row["now"] else (before + more, now)
    return found


def _total(rows: Sequence[Mapping[str, Any]], column: str) -> tuple[int, int]:
    """Before, and now."""
    return (
        sum(row[column] for row in rows if not row["now"]),
        sum(row[column] for row in rows if row["now"]),
    )
