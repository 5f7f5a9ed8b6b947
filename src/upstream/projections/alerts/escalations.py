"""Which alerts has nobody acknowledged in the time their rule gives?

Asked by the clock of what stands now, never by a rebuild; the alert itself decides again.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from upstream.domain.units import CustomerId
from upstream.projections.row_versions import OPEN

_OVERDUE = text(
    "SELECT a.alert_id FROM alerts a JOIN alert_rules r"
    "   ON r.customer_id = a.customer_id AND r.rule_id = a.rule_id AND r.to_position = :open"
    " WHERE a.customer_id = :customer_id AND a.to_position = :open AND a.status = 'open'"
    "  AND a.escalated_at IS NULL AND r.escalate_after_minutes IS NOT NULL"
    "  AND greatest(coalesce(a.waits_since, a.raised_at), a.held_until)"
    "      + make_interval(mins => r.escalate_after_minutes) <= :now"
    "  AND coalesce(a.snoozed_until <= :now, true)"
    " ORDER BY a.alert_id"
)


def overdue(connection: Connection, customer_id: CustomerId, now: datetime) -> list[UUID]:
    asked = {"customer_id": customer_id, "now": now, "open": OPEN}
    return list(connection.execute(_OVERDUE, asked).scalars())
