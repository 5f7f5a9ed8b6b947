"""Which sightings met a rule, and why was nobody told?"""

from collections.abc import Iterator
from datetime import datetime
from typing import get_args
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, func, select

from upstream.domain.alerts.events import SightingSuppressed, SuppressedBecause
from upstream.domain.drift.severity import Bands, SeverityLabel, severity_label
from upstream.infrastructure import arrays
from upstream.projections.alerts.tables import alert_suppressions as s
from upstream.projections.projection import Batch, Change, Fact, Projection, tags_of
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.settings.settings_versions import bands_at
from upstream.projections.view import View

_KEEP = (
    "INSERT INTO alert_suppressions SELECT %(customer_id)s, r.* FROM unnest(%(positions)s,"
    " %(rows)s::jsonb[]) AS n (position, row) CROSS JOIN LATERAL (SELECT n.position,"
    " j.rule_id, j.finding_id, j.finding_version, j.product, j.kind, j.payer, j.cpt_group,"
    " j.severity_bps, j.because, j.seen_at"
    " FROM jsonb_populate_record(NULL::alert_suppressions, n.row) j) r"
)


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, _suppressed(fact)) for fact in batch.facts]
    if told:
        yield Change(
            _KEEP,
            {
                "positions": arrays.int8s(fact.position for fact, _ in told),
                "rows": [msgspec.json.encode(event).decode() for _, event in told],
            },
        )


def _suppressed(fact: Fact) -> SightingSuppressed:
    event = fact.event()
    assert isinstance(event, SightingSuppressed)
    return event


alert_suppressions = Projection(
    name="alert_suppressions", version=1, tags=tags_of(SightingSuppressed), changes=changes
)

NEEDS = (alert_suppressions, *SETTINGS)


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """A sighting that was kept down; `position` tells when, in the log."""

    position: int
    rule_id: UUID
    finding_id: UUID
    product: str
    kind: str
    payer: str
    cpt_group: str | None
    severity: float
    severity_label: SeverityLabel
    because: str
    seen_at: datetime


def list_suppressions(
    view: View, *, rule_id: UUID | None = None, limit: int = 50, below: int | None = None
) -> list[Suppression]:
    """The latest first; `below` is the position to go on under."""
    statement = select(s).where(s.c.customer_id == view.customer_id, s.c.position <= view.position)
    if rule_id is not None:
        statement = statement.where(s.c.rule_id == rule_id)
    if below is not None:
        statement = statement.where(s.c.position < below)
    rows = view.connection.execute(statement.order_by(s.c.position.desc()).limit(limit))
    bands = bands_at(view)
    return [_row(row, bands) for row in rows.mappings()]


def suppressed_counts(view: View, rule_id: UUID) -> dict[str, int]:
    """How often each reason kept something of a rule down; every reason is there."""
    statement = (
        select(s.c.because, func.count())
        .where(
            s.c.customer_id == view.customer_id,
            s.c.position <= view.position,
            s.c.rule_id == rule_id,
        )
        .group_by(s.c.because)
    )
    counts = dict.fromkeys(get_args(SuppressedBecause), 0)
    for because, count in view.connection.execute(statement):
        counts[because] += count
    return counts


def _row(row: RowMapping, bands: Bands) -> Suppression:
    same = set(Suppression.__struct_fields__) & set(row)
    return Suppression(
        severity=row["severity_bps"] / 10_000,
        severity_label=severity_label(row["severity_bps"], bands),
        **{name: row[name] for name in same},
    )
