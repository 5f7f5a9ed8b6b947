"""Which findings were seen, time after time, and when would somebody have been told?"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, text

from upstream.domain.alerts.commands import Sighting
from upstream.domain.alerts.rehearsal import Seen
from upstream.domain.drift.severity import band
from upstream.projections.view import View

_RUN_AT: Final = time(2)
"""When the weekly run is made, on the customer's clock."""

_SIGHTINGS = text(
    "SELECT finding_id, version, episode, product, kind, payer, cpt_group, severity_bps,"
    "  confidence_bps, at_risk_cents, last_seen_at, drift->>'explanation' AS headline,"
    "  cast(drift->'current'->>'to_on' AS date) AS until"
    " FROM findings WHERE customer_id = :customer_id AND from_position <= :position"
    "  AND status = 'open' AND last_seen_at >= :since ORDER BY from_position"
)


def seen_since(view: View, since: datetime, time_zone: str) -> list[Seen]:
    """Oldest first. Weeks that were looked at later count on the day they are about, at the hour
    of the weekly run.
    """
    zone = ZoneInfo(time_zone)
    rows = view.connection.execute(_SIGHTINGS, {**view.bind, "since": since}).mappings()
    found = [seen for seen in _seen(rows, zone) if seen.at >= since]
    return sorted(found, key=lambda seen: seen.at)


def _seen(rows: Iterable[RowMapping], zone: ZoneInfo) -> Iterator[Seen]:
    worst: dict[tuple[UUID, int], int] = {}
    for row in rows:
        key, severity = (row["finding_id"], row["episode"]), band(row["severity_bps"])
        known = worst.get(key)
        worst[key] = severity if known is None else max(known, severity)
        yield Seen(
            sighting=Sighting(
                finding_id=row["finding_id"],
                finding_version=row["version"],
                episode=row["episode"],
                product=row["product"],
                kind=row["kind"],
                payer=row["payer"],
                cpt_group=row["cpt_group"],
                severity_bps=row["severity_bps"],
                confidence_bps=row["confidence_bps"],
                at_risk_cents=row["at_risk_cents"],
                headline=row["headline"],
                worsened=known is not None and severity > known,
            ),
            at=_told_at(row["last_seen_at"], row["until"], zone),
        )


def _told_at(recorded_at: datetime, until: date, zone: ZoneInfo) -> datetime:
    scheduled = datetime.combine(until, _RUN_AT, tzinfo=zone)
    late = recorded_at - scheduled > timedelta(days=1)
    return scheduled.astimezone(recorded_at.tzinfo) if late else recorded_at
