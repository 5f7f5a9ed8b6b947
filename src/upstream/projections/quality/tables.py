"""The tables of quality's read models as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from upstream.projections.tables import metadata

validation_rules = Table(
    "validation_rules",
    metadata,
    Column("customer_id", Uuid),
    Column("rule_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("built_in", Text),
    Column("written", JSONB),
    Column("is_on", Boolean),
)

upload_rule_sets = Table(
    "upload_rule_sets",
    metadata,
    Column("customer_id", Uuid),
    Column("upload_id", Uuid),
    Column("position", BigInteger),
    Column("rules", JSONB),
)

upload_quality_chunks = Table(
    "upload_quality_chunks",
    metadata,
    Column("customer_id", Uuid),
    Column("upload_id", Uuid),
    Column("position", BigInteger),
    Column("quality", JSONB),
)

upload_assessments = Table(
    "upload_assessments",
    metadata,
    Column("customer_id", Uuid),
    Column("upload_id", Uuid),
    Column("position", BigInteger),
    Column("assessed_at", DateTime(timezone=True)),
    Column("assessment", JSONB),
)
