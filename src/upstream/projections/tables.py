"""The read models' tables as SQLAlchemy Core knows them, and the predicates they share."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    and_,
)

from upstream.projections.view import View

metadata = MetaData()

claim_versions = Table(
    "claim_versions",
    metadata,
    Column("customer_id", Uuid),
    Column("claim_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("upload_id", Uuid),
    Column("submitted_on", Date),
    Column("decided_on", Date),
    Column("billed_cents", BigInteger),
    Column("allowed_cents", BigInteger),
    Column("paid_cents", BigInteger),
    Column("claim_ref", Text),
    Column("payer", Text),
    Column("cpt", Text),
    Column("cpt_group", Text),
    Column("outcome", Text),
    Column("denial_reason", Text),
    Column("service_on", Date),
    Column("stage", Text),
    Column("first_outcome", Text),
    Column("first_decided_on", Date),
    Column("first_allowed_cents", BigInteger),
    Column("partly_denied", Boolean),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("customer_id", Uuid),
    Column("position", BigInteger),
    Column("through", BigInteger),
    Column("events", Integer),
    Column("recorded_at", DateTime(timezone=True)),
    Column("actor", Text),
    Column("on_behalf_of", Text),
    Column("command", Text),
    Column("action", Text),
    Column("entity_kind", Text),
    Column("entity_id", Uuid),
    Column("version", Integer),
    Column("reason", Text),
    Column("request_id", Text),
    Column("correlation_id", Uuid),
    Column("causation_id", Uuid),
    Column("address", Text),
    Column("client", Text),
)


def standing(table: Table, view: View) -> ColumnElement[bool]:
    """The versions that stood at the view's position, of the view's customer."""
    return and_(
        table.c.customer_id == view.customer_id,
        table.c.from_position <= view.position,
        table.c.to_position > view.position,
    )
