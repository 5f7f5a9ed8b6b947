"""The judgments' table as SQLAlchemy Core knows it."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, Table, Text, Uuid

from upstream.projections.tables import metadata

judgments = Table(
    "judgments",
    metadata,
    Column("customer_id", Uuid),
    Column("judgment_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("alert_id", Uuid),
    Column("operator", Text),
    Column("verdict", Text),
    Column("position_seen", BigInteger),
    Column("note", Text),
    Column("recovered_cents", BigInteger),
    Column("recovered_on", Date),
    Column("judged_at", DateTime(timezone=True)),
    Column("revised_at", DateTime(timezone=True)),
)
