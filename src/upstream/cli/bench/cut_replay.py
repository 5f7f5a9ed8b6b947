"""A copy of a trial's database that forgets everything after a position and projects anew."""

from typing import Final

import psycopg
from psycopg import sql

from upstream.cli.trial import Trial
from upstream.cli.trial.client import Client
from upstream.cli.trial.watching import Admin, wait_until_projected
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.embedded.cluster import ADMIN

_COPY: Final = "cut_replay"
_SECONDS_MAX: Final = 3_600.0

# The read models are the tables that only projectors write to.
_READ_MODELS: Final = (
    "SELECT DISTINCT table_name FROM information_schema.role_table_grants"
    " WHERE grantee = 'upstream_projector' AND privilege_type = 'INSERT'"
    " AND table_name NOT IN ('projection_checkpoints', 'jobs')"
)
_CUT: Final = (
    "DELETE FROM events WHERE customer_id = %(customer)s AND position > %(position)s",
    "DELETE FROM commits WHERE customer_id = %(customer)s AND first > %(position)s",
    "UPDATE commits SET last = least(last, %(position)s) WHERE customer_id = %(customer)s",
    "UPDATE customer_log SET head = %(position)s WHERE customer_id = %(customer)s",
    "DELETE FROM projection_checkpoints",
)


def dashboard_of_a_cut_replay(trial: Trial, client: Client, position: int) -> bytes:
    """API and projector end up on the copy; nobody is there who would add to its log."""
    trial.stop()
    name = sql.Identifier(_COPY)
    with psycopg.connect(trial.postgres.url_of(ADMIN, "postgres"), autocommit=True) as connection:
        source = sql.Identifier(trial.settings.database_url.rpartition("/")[2])
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, source))
    trial.use_database(_COPY)
    with psycopg.connect(trial.settings.migrator_url) as admin:
        _cut(admin, client.customer.customer_id, position)
    trial.start("api", "projector")
    database = Database(trial.settings.database_url, pool_size=1)
    wait_until_projected(database, _SECONDS_MAX)
    database.close()
    return client.get("dashboard")


def _cut(admin: Admin, customer_id: CustomerId, position: int) -> None:
    for statement in _CUT:
        admin.execute(statement, {"customer": customer_id, "position": position})
    for (table,) in admin.execute(_READ_MODELS).fetchall():
        admin.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))
