"""A job is in one pair of hands at a time, whoever dies and however often it is announced."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest

from upstream.domain.units import CustomerId
from upstream.infrastructure import jobs
from upstream.infrastructure.database import Database
from upstream.infrastructure.jobs import ATTEMPTS_MAX, Job, LeaseLost

NewJob = Callable[[], UUID]


@pytest.fixture
def new_job(admin_url: str, customer_id: CustomerId) -> NewJob:
    def insert() -> UUID:
        job_id = uuid4()
        with psycopg.connect(admin_url) as connection:
            connection.execute(
                "INSERT INTO jobs (job_id, customer_id, kind, subject_id) VALUES (%s, %s, %s, %s)",
                [job_id, customer_id, "tests.work", uuid4()],
            )
        return job_id

    return insert


def later(admin_url: str, seconds: int) -> None:
    """As if so many seconds had passed for all jobs; leases live on the database's clock."""
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "UPDATE jobs SET lease_until = lease_until - make_interval(secs => %(s)s),"
            " sent_at = sent_at - make_interval(secs => %(s)s)",
            {"s": seconds},
        )


def state(admin_url: str, job_id: UUID) -> tuple[str, int, str | None]:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute(
            "SELECT state, attempts, error_code FROM jobs WHERE job_id = %s", [job_id]
        ).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def taken(database: Database, job_id: UUID) -> Job:
    job = jobs.take(database, job_id)
    assert job is not None
    return job


def keep(database: Database, job: Job) -> None:
    with database.customer(job.customer_id) as connection:
        job.keep(connection)


def sent(database: Database) -> list[UUID]:
    found: list[UUID] = []
    jobs.send_due(database, lambda _, job_id: found.append(job_id))
    return found


@pytest.mark.feature("OP-8")
def test_of_many_who_reach_for_a_job_one_gets_it(database: Database, new_job: NewJob) -> None:
    job_id = new_job()
    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(lambda _: jobs.take(database, job_id), range(12)))

    assert sum(job is not None for job in got) == 1


def test_a_lease_that_ran_out_passes_the_job_on(
    database: Database, admin_url: str, new_job: NewJob
) -> None:
    first = taken(database, new_job())
    assert jobs.take(database, first.job_id) is None
    later(admin_url, jobs.LEASE_SECONDS + 1)
    second = taken(database, first.job_id)

    assert (second.attempts, second.lease == first.lease) == (2, False)


def test_who_lost_the_lease_may_write_nothing_more(
    database: Database, admin_url: str, new_job: NewJob
) -> None:
    first = taken(database, new_job())
    later(admin_url, jobs.LEASE_SECONDS + 1)
    second = taken(database, first.job_id)
    with pytest.raises(LeaseLost):
        keep(database, first)
    jobs.finish(database, first)
    jobs.give_back(database, first, error_code="Late")

    assert state(admin_url, first.job_id) == ("running", 2, None)
    keep(database, second)
    jobs.finish(database, second)
    assert state(admin_url, first.job_id) == ("done", 2, None)


def test_a_lease_that_is_kept_does_not_run_out(
    database: Database, admin_url: str, new_job: NewJob
) -> None:
    job = taken(database, new_job())
    for _ in range(3):
        later(admin_url, jobs.LEASE_SECONDS - 1)
        keep(database, job)

    assert jobs.take(database, job.job_id) is None


def test_work_that_keeps_failing_is_parked_and_says_why(
    database: Database, admin_url: str, new_job: NewJob
) -> None:
    job_id = new_job()
    for attempt in range(1, ATTEMPTS_MAX + 1):
        assert state(admin_url, job_id)[:2] == ("waiting", attempt - 1)
        jobs.give_back(database, taken(database, job_id), error_code="ZeroDivisionError")

    assert state(admin_url, job_id) == ("parked", ATTEMPTS_MAX, "ZeroDivisionError")
    assert jobs.take(database, job_id) is None


def test_work_that_kills_its_worker_every_time_is_not_begun_for_ever(
    database: Database, admin_url: str, new_job: NewJob
) -> None:
    job_id = new_job()
    for _ in range(ATTEMPTS_MAX):
        taken(database, job_id)
        later(admin_url, jobs.LEASE_SECONDS + 1)

    assert jobs.take(database, job_id) is None
    assert sent(database) == []
    assert state(admin_url, job_id) == ("parked", ATTEMPTS_MAX, "WorkerDied")


def test_a_done_job_stays_done(database: Database, new_job: NewJob) -> None:
    job = taken(database, new_job())
    jobs.finish(database, job)

    assert jobs.take(database, job.job_id) is None
    assert jobs.unfinished(database) == 0


@pytest.mark.feature("OP-8")
def test_every_job_is_announced_until_somebody_takes_it(
    database: Database, admin_url: str, new_job: NewJob
) -> None:
    job_id = new_job()

    assert sent(database) == [job_id]
    assert sent(database) == []
    later(admin_url, jobs.RESEND_SECONDS + 1)
    assert sent(database) == [job_id]


def test_a_job_whose_worker_died_is_announced_again(
    database: Database, admin_url: str, new_job: NewJob
) -> None:
    job = taken(database, new_job())

    assert sent(database) == []
    later(admin_url, jobs.LEASE_SECONDS + 1)
    assert sent(database) == [job.job_id]


def test_sweepers_share_the_announcing(database: Database, new_job: NewJob) -> None:
    expected = {new_job() for _ in range(30)}
    with ThreadPoolExecutor(4) as pool:
        announced = [one for found in pool.map(lambda _: sent(database), range(4)) for one in found]

    assert sorted(announced) == sorted(expected)


def test_unfinished_jobs_are_counted_by_kind(database: Database, new_job: NewJob) -> None:
    new_job()

    assert jobs.unfinished(database) == jobs.unfinished(database, ["tests.work"]) == 1
    assert jobs.unfinished(database, ["other.work"]) == 0
