"""What is left after the faults: every claim of every file once, and read models that are right."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from psycopg import sql

from upstream.cli.trial import Trial
from upstream.cli.trial.watching import Admin
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up
from upstream.projections.standings import standings

READ_MODELS: Final = (
    "SELECT DISTINCT table_name FROM information_schema.role_table_grants"
    " WHERE grantee = 'upstream_projector' AND privilege_type = 'INSERT'"
    " AND table_name NOT IN ('projection_checkpoints', 'jobs') ORDER BY 1"
)
_LOG: Final = """
SELECT count(*) FILTER (WHERE tag = 'claims.recorded.v1'),
       count(DISTINCT stream_id) FILTER (WHERE tag LIKE 'claims.%%'),
       count(*) FILTER (WHERE tag LIKE 'claims.%%'),
       count(*) FILTER (WHERE tag = 'uploads.completed.v1'),
       max(position) - count(*),
       (SELECT head FROM customer_log WHERE customer_id = %(customer)s) - max(position)
  FROM events WHERE customer_id = %(customer)s
"""
_MONEY: Final = """
SELECT count(*), coalesce(sum(billed_cents), 0)::bigint FROM claim_versions
 WHERE customer_id = %(customer)s AND to_position = 9223372036854775807
"""


class Expected(NamedTuple):
    """What the files hold, counted while they were written."""

    uploads: int
    claims: int
    billed_cents: int


class Verdict(NamedTuple):
    """All of it has to be nothing, or true."""

    lost: int
    doubled: int
    gaps: int
    uploads_unfinished: int
    cents_off: int
    projections_behind: int
    """Parked or late, before or after the replay: those could be equal and wrong."""
    projections_equal_a_replay: bool

    @property
    def sound(self) -> bool:
        return not any(self[:6]) and self.projections_equal_a_replay


def judge(trial: Trial, customer_id: CustomerId, expected: Expected) -> Verdict:
    """Everything has come to rest and only PostgreSQL has to run."""
    with trial.administer() as admin:
        asked = {"customer": customer_id}
        log = admin.execute(_LOG, asked).fetchone()
        claims = admin.execute(_MONEY, asked).fetchone()
    database = Database(trial.settings.database_url, role=PROJECTOR, pool_size=1)
    behind = _behind(database)
    with trial.administer() as admin:
        before = _checksums(admin)
        _forget(admin)
    assert log is not None
    assert claims is not None
    recorded, streams, events, completed, gaps, beyond = log
    catch_up(database, PROJECTIONS)
    behind += _behind(database)
    database.close()
    with trial.administer() as admin:
        after = _checksums(admin)
    return Verdict(
        lost=expected.claims - streams,
        doubled=(recorded - streams) + (events - recorded) + (claims[0] - expected.claims),
        gaps=gaps + beyond,
        uploads_unfinished=expected.uploads - completed,
        cents_off=claims[1] - expected.billed_cents,
        projections_behind=behind,
        projections_equal_a_replay=before == after,
    )


def _behind(database: Database) -> int:
    return sum(one.lag > 0 for one in standings(database, PROJECTIONS))


def _checksums(admin: Admin) -> Mapping[str, tuple[object, ...]]:
    """Per read model its number of rows and a sum over their hashes, whatever their order."""
    found = {}
    for (table,) in admin.execute(READ_MODELS).fetchall():
        query = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {} t"
        row = admin.execute(sql.SQL(query).format(sql.Identifier(table))).fetchone()
        assert row is not None
        found[str(table)] = tuple(row)
    return found


def _forget(admin: Admin) -> None:
    for (table,) in admin.execute(READ_MODELS).fetchall():
        admin.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))
    names = [projection.name for projection in PROJECTIONS]
    admin.execute("DELETE FROM projection_checkpoints WHERE projection = ANY (%s)", [names])
