"""The tables of contracts as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, Table, Text, Uuid

from upstream.projections.tables import metadata

contracts = Table(
    "contracts",
    metadata,
    Column("customer_id", Uuid),
    Column("contract_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("payer", Text),
    Column("name", Text),
    Column("lesser_of_charges", Boolean),
)

contract_schedules = Table(
    "contract_schedules",
    metadata,
    Column("customer_id", Uuid),
    Column("schedule_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("contract_id", Uuid),
    Column("schedule", Integer),
    Column("from_on", Date),
    Column("to_on", Date),
    Column("rates", Integer),
    Column("source", Text),
    Column("is_withdrawn", Boolean),
)

contract_rates = Table(
    "contract_rates",
    metadata,
    Column("customer_id", Uuid),
    Column("contract_id", Uuid),
    Column("schedule", Integer),
    Column("cpt", Text),
    Column("modifier", Text),
    Column("place_of_service", Text),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("amount_cents", BigInteger),
    Column("percent_bps", Integer),
)
