"""The tables of the mappings' read models as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from upstream.projections.tables import metadata

payer_aliases = Table(
    "payer_aliases",
    metadata,
    Column("customer_id", Uuid),
    Column("alias_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("alias", Text),
    Column("payer", Text),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
)

payer_suggestions_rejected = Table(
    "payer_suggestions_rejected",
    metadata,
    Column("customer_id", Uuid),
    Column("position", BigInteger),
    Column("alias", Text),
    Column("payer", Text),
)

cpt_group_definitions = Table(
    "cpt_group_definitions",
    metadata,
    Column("customer_id", Uuid),
    Column("group_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("name", Text),
    Column("codes", ARRAY(Text)),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
)

header_mappings = Table(
    "header_mappings",
    metadata,
    Column("customer_id", Uuid),
    Column("mapping_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("name", Text),
    Column("headers", ARRAY(Text)),
    Column("choices", JSONB),
    Column("is_saved", Boolean),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
)
