"""The tables of the alerts' read models as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, Table, Text, Uuid

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
