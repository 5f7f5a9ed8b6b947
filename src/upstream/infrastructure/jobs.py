"""Jobs: work that follows from the log, kept in PostgreSQL; Valkey only wakes somebody up.

A job is taken by compare-and-set under a lease on the database's clock. Whoever dies with it loses
the lease; the next one takes over. A job that was begun too often is parked, visibly.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database

LEASE_SECONDS = 20
"""A chunk takes about a tenth of a second; a worker that is silent for so long is gone."""

ATTEMPTS_MAX = 25
"""Killed so often, the work itself is what kills."""

RESEND_SECONDS = 10
"""A job that nobody took by then may have lost its message."""

_TAKE = text(
    "UPDATE jobs SET state = 'running', attempts = attempts + 1, leased_by = :lease,"
    " lease_until = clock_timestamp() + make_interval(secs => :seconds)"
    " WHERE job_id = :job_id AND attempts < :most AND (state = 'waiting'"
    "   OR (state = 'running' AND lease_until < clock_timestamp()))"
    " RETURNING customer_id, kind, subject_id, attempts"
)
_KEEP = text(
    "UPDATE jobs SET lease_until = clock_timestamp() + make_interval(secs => :seconds)"
    " WHERE job_id = :job_id AND leased_by = :lease AND state = 'running'"
)
_FINISH = text(
    "UPDATE jobs SET state = 'done', finished_at = clock_timestamp(), lease_until = NULL"
    " WHERE job_id = :job_id AND leased_by = :lease AND state = 'running'"
)
_GIVE_BACK = text(
    "UPDATE jobs SET state = CASE WHEN attempts >= :most THEN 'parked' ELSE 'waiting' END,"
    " lease_until = NULL, error_code = :error"
    " WHERE job_id = :job_id AND leased_by = :lease AND state = 'running'"
)
_PARK_THE_DEADLY = text(
    "UPDATE jobs SET state = 'parked', lease_until = NULL, error_code = 'WorkerDied'"
    " WHERE state = 'running' AND attempts >= :most AND lease_until < clock_timestamp()"
)
_DUE = text(
    "UPDATE jobs SET sent_at = clock_timestamp() WHERE job_id IN ("
    "  SELECT job_id FROM jobs WHERE (state = 'waiting' AND (sent_at IS NULL"
    "      OR sent_at < clock_timestamp() - make_interval(secs => :resend)))"
    "   OR (state = 'running' AND lease_until < clock_timestamp()"
    "      AND coalesce(sent_at < clock_timestamp() - make_interval(secs => 1), true))"
    "  ORDER BY created_at LIMIT 200 FOR UPDATE SKIP LOCKED)"
    " RETURNING job_id, kind"
)


class LeaseLost(Exception):
    """Somebody else has the job now; whatever this one was about to write must not be written."""


class Job(NamedTuple):
    """A job in somebody's hands. `keep` goes along with every append the job makes."""

    job_id: UUID
    customer_id: CustomerId
    kind: str
    subject_id: UUID
    attempts: int
    lease: UUID

    def keep(self, connection: Connection) -> None:
        """Renew the lease in the running transaction. Raises `LeaseLost`."""
        mine = {"job_id": self.job_id, "lease": self.lease, "seconds": LEASE_SECONDS}
        if connection.execute(_KEEP, mine).rowcount == 0:
            raise LeaseLost


def take(database: Database, job_id: UUID) -> Job | None:
    """Claim a job; None where it is done, in another's hands, or was begun too often."""
    lease = uuid4()
    asked = {"job_id": job_id, "lease": lease, "seconds": LEASE_SECONDS, "most": ATTEMPTS_MAX}
    with database.control() as connection:
        row = connection.execute(_TAKE, asked).first()
    if row is None:
        return None
    return Job(job_id, row.customer_id, row.kind, row.subject_id, row.attempts, lease)


def finish(database: Database, job: Job) -> None:
    with database.control() as connection:
        connection.execute(_FINISH, {"job_id": job.job_id, "lease": job.lease})


def give_back(database: Database, job: Job, *, error_code: str) -> None:
    """After a failure: waiting again, or parked where it was begun too often."""
    with database.control() as connection:
        connection.execute(
            _GIVE_BACK,
            {
                "job_id": job.job_id,
                "lease": job.lease,
                "error": error_code,
                "most": ATTEMPTS_MAX,
            },
        )


def send_due(database: Database, send: Callable[[str, UUID], None]) -> int:
    """Send a message for every job that has none on its way; the number sent.

    A message that is sent twice does no harm: only one can take the job. A job whose last allowed
    worker died over it is parked here, since nobody is left to say so.
    """
    with database.control() as connection:
        connection.execute(_PARK_THE_DEADLY, {"most": ATTEMPTS_MAX})
        due = connection.execute(_DUE, {"resend": RESEND_SECONDS}).all()
    for job_id, kind in due:
        send(kind, job_id)
    return len(due)


def unfinished(database: Database, kinds: Iterable[str] | None = None) -> int:
    """How many jobs wait or run, of these kinds or of all."""
    statement = text(
        "SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')"
        " AND (cast(:kinds AS text[]) IS NULL OR kind = ANY (:kinds))"
    )
    with database.control() as connection:
        asked = {"kinds": None if kinds is None else list(kinds)}
        return int(connection.execute(statement, asked).scalar_one())
