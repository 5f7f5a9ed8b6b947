"""The tables of detection's read models as SQLAlchemy Core knows them."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from upstream.projections.tables import metadata

drift_runs = Table(
    "drift_runs",
    metadata,
    Column("customer_id", Uuid),
    Column("run_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("product", Text),
    Column("until", Date),
    Column("as_of", BigInteger),
    Column("state", Text),
    Column("position", BigInteger),
    Column("settings", JSONB),
    Column("code_version", Text),
    Column("cells", Integer),
    Column("tests", Integer),
    Column("findings", Integer),
    Column("findings_sha256", Text),
    Column("standing", Text),
    Column("failure_code", Text),
    Column("requested_by", Text),
    Column("requested_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("backfill_id", Uuid),
)

drift_run_findings = Table(
    "drift_run_findings",
    metadata,
    Column("customer_id", Uuid),
    Column("run_id", Uuid),
    Column("ordinal", Integer),
    Column("position", BigInteger),
    Column("finding_id", Uuid),
    Column("drift", JSONB),
)

findings = Table(
    "findings",
    metadata,
    Column("customer_id", Uuid),
    Column("finding_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("episode", Integer),
    Column("status", Text),
    Column("product", Text),
    Column("kind", Text),
    Column("payer", Text),
    Column("cpt_group", Text),
    Column("denial_reason", Text),
    Column("severity_bps", Integer),
    Column("confidence_bps", Integer),
    Column("at_risk_cents", BigInteger),
    Column("run_id", Uuid),
    Column("sightings", Integer),
    Column("first_seen_at", DateTime(timezone=True)),
    Column("last_seen_at", DateTime(timezone=True)),
    Column("resolved_at", DateTime(timezone=True)),
    Column("resolved_reason", Text),
    Column("drift", JSONB),
    Column("change", Text),
    Column("looked_until", Date),
)
