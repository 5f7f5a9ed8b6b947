"""The tables of the uploads' read models as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from upstream.projections.tables import metadata

uploads = Table(
    "uploads",
    metadata,
    Column("customer_id", Uuid),
    Column("upload_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("status", Text),
    Column("file_name", Text),
    Column("size_bytes", BigInteger),
    Column("sha256", Text),
    Column("received_at", DateTime(timezone=True)),
    Column("received_by", Text),
    Column("began_at", DateTime(timezone=True)),
    Column("changed_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("bytes_read", BigInteger),
    Column("rows_read", BigInteger),
    Column("rows_new", BigInteger),
    Column("rows_changed", BigInteger),
    Column("rows_repeated", BigInteger),
    Column("rows_rejected", BigInteger),
    Column("rows_skipped", BigInteger),
    Column("claims_withdrawn", BigInteger),
    Column("code", Text),
    Column("quarantine", Text),
    Column("released_from", Uuid),
    Column("mapping", JSONB),
    Column("problem", JSONB),
    Column("layout", JSONB),
)

upload_rejected_rows = Table(
    "upload_rejected_rows",
    metadata,
    Column("customer_id", Uuid),
    Column("upload_id", Uuid),
    Column("line", BigInteger),
    Column("position", BigInteger),
    Column("faults", JSONB),
)
