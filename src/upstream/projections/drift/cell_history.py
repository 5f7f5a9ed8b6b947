"""How did the cell of a finding do, week by week, through both windows, as the run knew it?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from upstream.domain.drift.detection import Drift
from upstream.domain.drift.settings import Kind
from upstream.infrastructure.database import cursor
from upstream.projections.drift.cells import AUTHORIZATION
from upstream.projections.drift.evidence import NEEDS, found_drift
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.view import View

__all__ = ["NEEDS", "CellHistory", "CellWeek", "cell_history"]

Unit = Literal["share", "days", "dollars"]

_DENIED: Final = "avg((outcome = 'DENIED')::int)"
_DAYS: Final = "avg(decided_on - submitted_on)"
_ALLOWED: Final = "avg(allowed_cents) FILTER (WHERE outcome = 'PAID') / 100"
_OF_REASON: Final = (
    "avg((outcome = 'DENIED' AND (%(denial_reason)s::text IS NULL"
    " OR denial_reason = %(denial_reason)s))::int)"
)
_MEASURES: Final[Mapping[Kind, tuple[Unit, str]]] = {
    "denial_rate": ("share", _DENIED),
    "denial_reason": (
        "share",
        _OF_REASON,
    ),
    "authorization": (
        "share",
        "avg((outcome = 'DENIED' AND denial_reason ~ %(unauthorized)s)::int)",
    ),
    "days_to_decision": ("days", _DAYS),
    "payment_delay": ("days", _DAYS),
    "allowed_amount": ("dollars", _ALLOWED),
    "underpayment": ("dollars", _ALLOWED),
}
# Weeks are counted back from the end of the current window, so that none straddles its end.
_WEEKS: Final = (
    "SELECT (%(until)s::date - decided_on - 1) / 7 AS week, count(*), {measure} AS value"
    " FROM ({known}) AS known WHERE payer = %(payer)s AND outcome IN ('PAID', 'DENIED')"
    "  AND decided_on >= %(since)s AND decided_on < %(until)s"
    "  AND (%(cpt_group)s::text IS NULL OR cpt_group = %(cpt_group)s)"
    "  AND (%(cpt)s::text IS NULL OR cpt = %(cpt)s)"
    " GROUP BY 1 ORDER BY 1 DESC"
)


class CellWeek(msgspec.Struct, frozen=True, kw_only=True):
    """Claims decided in the seven days from `begins` on; `value` None where there is none."""

    begins: date
    claims: int
    value: float | None
    window: Literal["baseline", "current", "between"]


class CellHistory(msgspec.Struct, frozen=True, kw_only=True):
    """Oldest first, every week from the baseline's first to the current window's last."""

    unit: Unit
    known_at_position: int
    weeks: list[CellWeek]


def cell_history(view: View, finding_id: UUID) -> CellHistory:
    """Raises `FindingUnknown`."""
    drift, position = found_drift(view, finding_id)
    unit, measure = _MEASURES[drift.kind]
    known, names = known_claims(replace(view, position=position))
    asked = {
        **names,
        "customer_id": view.customer_id,
        "position": position,
        "payer": drift.key.payer,
        "cpt_group": drift.key.cpt_group,
        "cpt": drift.key.cpt,
        "denial_reason": drift.key.denial_reason,
        "unauthorized": AUTHORIZATION,
        "since": drift.baseline.from_on,
        "until": drift.current.to_on,
    }
    statement = _WEEKS.format(known=known, measure=measure)
    rows = cursor(view.connection).execute(statement.encode(), asked).fetchall()
    by_week = {week: (claims, value) for week, claims, value in rows}
    return CellHistory(unit=unit, known_at_position=position, weeks=list(_weeks(drift, by_week)))


def _weeks(drift: Drift, by_week: Mapping[int, tuple[int, object]]) -> list[CellWeek]:
    since, until = drift.baseline.from_on, drift.current.to_on
    oldest = (until - since).days - 1
    weeks = []
    for week in range(oldest // 7, -1, -1):
        begins = until - timedelta(days=7 * (week + 1))
        claims, value = by_week.get(week, (0, None))
        weeks.append(
            CellWeek(
                begins=begins,
                claims=claims,
                value=None if value is None else round(float(str(value)), 4),
                window=_window(drift, begins),
            )
        )
    return weeks


def _window(drift: Drift, begins: date) -> Literal["baseline", "current", "between"]:
    """Where most of its days lie."""
    middle = begins + timedelta(days=3)
    if middle >= drift.current.from_on:
        return "current"
    return "baseline" if middle < drift.baseline.to_on else "between"
