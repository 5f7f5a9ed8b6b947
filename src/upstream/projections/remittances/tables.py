"""The remittances' table as SQLAlchemy Core knows it."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from upstream.projections.tables import metadata

remittances = Table(
    "remittances",
    metadata,
    Column("customer_id", Uuid),
    Column("remittance_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("withdrawn", Boolean),
    Column("upload_id", Uuid),
    Column("line", BigInteger),
    Column("payer", Text),
    Column("payer_id", Text),
    Column("payee", Text),
    Column("payee_id", Text),
    Column("trace", Text),
    Column("method", Text),
    Column("paid_cents", BigInteger),
    Column("paid_on", Date),
    Column("produced_on", Date),
    Column("dated_on", Date),
    Column("claims_count", Integer),
    Column("lines_count", Integer),
    Column("claims_paid_cents", BigInteger),
    Column("taken_back_cents", BigInteger),
    Column("difference_cents", BigInteger),
    Column("claims_off_balance", Integer),
    Column("lines_off_balance", Integer),
    Column("adjustments", JSONB),
    Column("recorded_at", DateTime(timezone=True)),
)
