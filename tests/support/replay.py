"""A second installation that knows only the beginning of a customer's log."""

from collections.abc import Sequence

import msgspec
import psycopg
from psycopg import sql

from upstream.application.customers import customers, open_customer
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.projection import Projection
from upstream.projections.runner import advance

_EVENTS = "SELECT * FROM events WHERE customer_id = {customer} AND position <= {upto}"
_COMMITS = (
    "SELECT customer_id, first, least(last, {upto}), recorded_at, actor, on_behalf_of, command,"
    " reason, correlation_id, causation_id, request_id, address, client, idempotency_key,"
    " request_hash, subject, subject_version"
    " FROM commits WHERE customer_id = {customer} AND first <= {upto}"
)


def copy_prefix(source_url: str, target_url: str, customer_id: CustomerId, upto: int) -> None:
    """Events 1 to `upto` and the commits that hold them, the last one cut short if need be.

    Both as superuser, byte by byte; the customer is in the target's directory already.
    """
    values = {"customer": sql.Literal(customer_id), "upto": sql.Literal(upto)}
    with psycopg.connect(source_url) as source, psycopg.connect(target_url) as target:
        for table, query in (("events", _EVENTS), ("commits", _COMMITS)):
            target.execute(
                sql.SQL("DELETE FROM {} WHERE customer_id = %s").format(sql.Identifier(table)),
                [customer_id],
            )
            out = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(
                sql.SQL(query).format(**values)
            )
            into = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
            with source.cursor().copy(out) as reading, target.cursor().copy(into) as writing:
                for data in reading:
                    writing.write(data)
        target.execute(
            "UPDATE customer_log SET head = %s WHERE customer_id = %s", [upto, customer_id]
        )


def same_customer(source: Database, target: Database, customer_id: CustomerId) -> None:
    """Put the source's customer into the target's directory, under the same id."""
    (customer,) = [one for one in customers(source) if one.customer_id == customer_id]
    found = open_customer(target, slug=customer.slug, name=customer.name)
    assert found.customer_id == customer_id


def digest(url: str, customer_id: CustomerId, *, span_max: int | None = None) -> None:
    """Bring every projection of the customer to the head, in batches of about `span_max`."""
    database = Database(url, role=PROJECTOR, pool_size=1)
    for projection in PROJECTIONS:
        while advance(database, _spanning(projection, span_max), customer_id):
            pass
    database.close()


def _spanning(projection: Projection, span_max: int | None) -> Projection:
    return msgspec.structs.replace(projection, span_max=span_max or projection.span_max)


def read_models(url: str) -> list[str]:
    """The names of all tables that projections write, as the grants say."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT table_name FROM information_schema.role_table_grants"
            " WHERE grantee = 'upstream_projector' AND privilege_type = 'INSERT'"
            " AND table_name NOT IN ('projection_checkpoints', 'jobs', 'deliveries_due') ORDER BY 1"
        ).fetchall()
    return [name for (name,) in rows]


def contents(url: str, customer_id: CustomerId, tables: Sequence[str]) -> dict[str, list[str]]:
    """Every row of these tables as text, in a fixed order."""
    found: dict[str, list[str]] = {}
    with psycopg.connect(url) as connection:
        for table in tables:
            query = sql.SQL("SELECT t::text FROM {} t WHERE customer_id = %s ORDER BY 1")
            rows = connection.execute(query.format(sql.Identifier(table)), [customer_id])
            found[table] = [row for (row,) in rows]
    return found


def forget(url: str, customer_id: CustomerId) -> None:
    """Empty the customer's read models and checkpoints, as a rebuild begins."""
    with psycopg.connect(url) as connection:
        for table in [*read_models(url), "projection_checkpoints"]:
            query = sql.SQL("DELETE FROM {} WHERE customer_id = %s").format(sql.Identifier(table))
            connection.execute(query, [customer_id])
