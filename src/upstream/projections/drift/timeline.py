"""When did the payers begin to do differently, when did it get worse, when was it over?"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec
from sqlalchemy import Row, select

from upstream.domain.drift.severity import Bands, SeverityLabel, severity_label
from upstream.projections.drift.finding_versions import findings
from upstream.projections.drift.tables import findings as f
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.settings.settings_versions import bands_at
from upstream.projections.view import View

NEEDS = (findings, *SETTINGS)

WEEKS_SHOWN: Final = 26
"""Half a year: what a run holds a week against."""
_TOLD: Final = ("detected", "worsened", "resolved")
_WEEK: Final = timedelta(days=7)


class TimelineChange(msgspec.Struct, frozen=True, kw_only=True):
    """One finding that a run of that week saw begin, get worse, or end."""

    finding_id: UUID
    change: Literal["detected", "worsened", "resolved"]
    product: str
    kind: str
    payer: str
    cpt_group: str | None
    severity_label: SeverityLabel


class TimelineWeek(msgspec.Struct, frozen=True, kw_only=True):
    """The week that begins on Monday `week`, the last one that its runs looked at; `open` are the
    findings that were open when it was over.
    """

    week: date
    detected: int
    worsened: int
    resolved: int
    open: int
    changes: list[TimelineChange]


def timeline(view: View) -> list[TimelineWeek]:
    """The weeks up to the last one looked at, the oldest first, quiet ones included."""
    statement = (
        select(f)
        .where(
            f.c.customer_id == view.customer_id,
            f.c.from_position <= view.position,
            f.c.change.in_(_TOLD),
        )
        .order_by(f.c.looked_until, f.c.from_position)
    )
    told = view.connection.execute(statement).all()
    if not told:
        return []
    last = _week_of(told[-1].looked_until)
    first = max(_week_of(told[0].looked_until), last - (WEEKS_SHOWN - 1) * _WEEK)
    weeks = [first + place * _WEEK for place in range((last - first).days // 7 + 1)]
    bands = bands_at(view)
    return [_told_of(week, told, bands) for week in weeks]


def _told_of(week: date, told: Sequence[Row[tuple[object, ...]]], bands: Bands) -> TimelineWeek:
    so_far = [row for row in told if _week_of(row.looked_until) <= week]
    now = [row for row in so_far if _week_of(row.looked_until) == week]
    counts = {change: sum(row.change == change for row in now) for change in _TOLD}
    opened = sum(row.change == "detected" for row in so_far)
    closed = sum(row.change == "resolved" for row in so_far)
    return TimelineWeek(
        week=week,
        **counts,
        open=opened - closed,
        changes=[
            TimelineChange(
                finding_id=row.finding_id,
                change=row.change,
                product=row.product,
                kind=row.kind,
                payer=row.payer,
                cpt_group=row.cpt_group,
                severity_label=severity_label(row.severity_bps, bands),
            )
            for row in now
        ],
    )


def _week_of(until: date) -> date:
    """Monday of the last day before `until`."""
    day = until - timedelta(days=1)
    return day - timedelta(days=day.weekday())
