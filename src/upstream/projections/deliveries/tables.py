"""The tables of channels and deliveries as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from upstream.projections.tables import metadata

channels = Table(
    "channels",
    metadata,
    Column("customer_id", Uuid),
    Column("channel_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("kind", Text),
    Column("name", Text),
    Column("recipients", ARRAY(Text)),
    Column("address", Text),
    Column("is_on", Boolean),
    Column("secret_id", Uuid),
    Column("turned_at", DateTime(timezone=True)),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("customer_id", Uuid),
    Column("delivery_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("channel_id", Uuid),
    Column("alert_id", Uuid),
    Column("about", Text),
    Column("state", Text),
    Column("attempts", Integer),
    Column("failure", Text),
    Column("next_at", DateTime(timezone=True)),
    Column("requested_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("customer_id", Uuid),
    Column("delivery_id", Uuid),
    Column("position", BigInteger),
    Column("attempt", Integer),
    Column("outcome", Text),
    Column("failure", Text),
    Column("retry_at", DateTime(timezone=True)),
    Column("recorded_at", DateTime(timezone=True)),
)
