"""The tables of the alerts' read models as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from upstream.projections.tables import metadata

alert_rules = Table(
    "alert_rules",
    metadata,
    Column("customer_id", Uuid),
    Column("rule_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("name", Text),
    Column("product", Text),
    Column("kind", Text),
    Column("severity_min_bps", Integer),
    Column("confidence_min_bps", Integer),
    Column("at_risk_min_cents", BigInteger),
    Column("is_on", Boolean),
    Column("payers", ARRAY(Text)),
    Column("cpt_groups", ARRAY(Text)),
    Column("channels", ARRAY(Uuid)),
    Column("quiet_hours", JSONB),
    Column("cooldown_minutes", Integer),
    Column("learns", Boolean),
    Column("escalate_after_minutes", Integer),
    Column("escalation_channels", ARRAY(Uuid)),
)

alerts = Table(
    "alerts",
    metadata,
    Column("customer_id", Uuid),
    Column("alert_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("rule_id", Uuid),
    Column("finding_id", Uuid),
    Column("episode", Integer),
    Column("product", Text),
    Column("kind", Text),
    Column("payer", Text),
    Column("cpt_group", Text),
    Column("status", Text),
    Column("severity_bps", Integer),
    Column("confidence_bps", Integer),
    Column("at_risk_cents", BigInteger),
    Column("headline", Text),
    Column("occurrences", Integer),
    Column("raised_at", DateTime(timezone=True)),
    Column("last_seen_at", DateTime(timezone=True)),
    Column("assignee", Uuid),
    Column("acknowledged_at", DateTime(timezone=True)),
    Column("acknowledged_by", Text),
    Column("resolved_at", DateTime(timezone=True)),
    Column("resolved_by", Text),
    Column("waits_since", DateTime(timezone=True)),
    Column("snoozed_until", DateTime(timezone=True)),
    Column("escalated_at", DateTime(timezone=True)),
    Column("held_until", DateTime(timezone=True)),
    Column("held_because", Text),
)

alert_comments = Table(
    "alert_comments",
    metadata,
    Column("customer_id", Uuid),
    Column("alert_id", Uuid),
    Column("position", BigInteger),
    Column("recorded_at", DateTime(timezone=True)),
    Column("actor", Text),
    Column("about", Text),
    Column("comment", Text),
)

alert_suppressions = Table(
    "alert_suppressions",
    metadata,
    Column("customer_id", Uuid),
    Column("position", BigInteger),
    Column("rule_id", Uuid),
    Column("finding_id", Uuid),
    Column("finding_version", Integer),
    Column("product", Text),
    Column("kind", Text),
    Column("payer", Text),
    Column("cpt_group", Text),
    Column("severity_bps", Integer),
    Column("because", Text),
    Column("seen_at", DateTime(timezone=True)),
)

alert_lesson_words = Table(
    "alert_lesson_words",
    metadata,
    Column("customer_id", Uuid),
    Column("position", BigInteger),
    Column("rule_id", Uuid),
    Column("payer", Text),
    Column("kind", Text),
    Column("alert_id", Uuid),
    Column("operator", Text),
    Column("verdict", Text),
    Column("judged_at", DateTime(timezone=True)),
)

maintenance_windows = Table(
    "maintenance_windows",
    metadata,
    Column("customer_id", Uuid),
    Column("window_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("begins_at", DateTime(timezone=True)),
    Column("ends_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("payer", Text),
    Column("is_cancelled", Boolean),
)
