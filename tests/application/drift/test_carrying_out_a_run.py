"""What a run does to the log; the counts it is handed are written down by hand."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection
from tests.support.claim_log import context_of, record_claims
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others, steady

from upstream.application.drift import ReadCounts, perform_run, request_run
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.events import (
    DriftRunCompleted,
    DriftRunFailed,
    DriftRunStarted,
    FindingResolved,
)
from upstream.domain.messages import Event
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database, cursor
from upstream.infrastructure.jobs import LeaseLost
from upstream.infrastructure.log import EventLog, codec

OTHERS = counts_of(others())
DRIFTING = counts_of([*changed(now=Habit(denied=26)), *others()])
CALM = counts_of([*steady(), *others()])
WEEK = timedelta(days=7)
RUN = ["DriftRunRequested", "DriftRunStarted", "DriftRunCompleted"]


@pytest.fixture
def log(database: Database) -> EventLog:
    return EventLog(database)


def _handing(counts: Counts) -> ReadCounts:
    def read(_: CustomerId, __: int, question: Question) -> Counts:
        assert question.tables == ("decisions", "waiting")
        return counts

    return read


def _request(
    log: EventLog, customer_id: CustomerId, until: date = UNTIL, *, as_of: int | None = None
) -> UUID:
    context = context_of(customer_id, command="drift.run", correlation_id=uuid4())
    asked = request_run(
        log, context, product="driftwatch", time_zone="UTC", until=until, as_of=as_of
    )
    return asked.id


def _run(
    log: EventLog,
    customer_id: CustomerId,
    counts: Counts,
    until: date = UNTIL,
    *,
    as_of: int | None = None,
) -> DriftRunCompleted:
    run_id = _request(log, customer_id, until, as_of=as_of)
    context = context_of(customer_id, command="drift.run")
    completed = perform_run(log, context, run_id, _handing(counts))
    assert completed is not None
    return completed


def _events(log: EventLog, customer_id: CustomerId) -> list[Event]:
    with log.database.customer(customer_id) as connection:
        rows = cursor(connection).execute("SELECT tag, state FROM events ORDER BY position")
        return [codec.decode(tag, bytes(state)) for tag, state in rows.fetchall()]


def _kinds(log: EventLog, customer_id: CustomerId) -> list[str]:
    return [type(event).__name__ for event in _events(log, customer_id)]


@pytest.mark.feature("DR-8")
def test_a_run_says_what_it_saw_and_everything_it_finds_in_one_commit(
    log: EventLog, customer_id: CustomerId
) -> None:
    run_id = _request(log, customer_id)
    completed = perform_run(log, context_of(customer_id), run_id, _handing(DRIFTING))
    assert completed is not None
    assert [drift.kind for drift in completed.findings] == ["denial_rate"]
    assert _kinds(log, customer_id) == [*RUN, "WatchAdvanced", "FindingDetected"]
    started = _events(log, customer_id)[1]
    assert started == DriftRunStarted(
        position=1, settings=DriftWatch.settings, code_version=DriftWatch.code_version
    )
    with log.database.customer(customer_id) as connection:
        commits = cursor(connection).execute("SELECT first, last, subject FROM commits")
        assert commits.fetchall()[-1] == (3, 5, run_id)


@pytest.mark.feature("DR-10")
def test_week_after_week_one_finding_has_a_history(log: EventLog, customer_id: CustomerId) -> None:
    for week, counts in enumerate((DRIFTING, DRIFTING, CALM, CALM, CALM)):
        _run(log, customer_id, counts, UNTIL + week * WEEK)
    findings = [kind for kind in _kinds(log, customer_id) if kind.startswith("Finding")]
    # The hand-written counts end at UNTIL whatever the run's `until` is, so the second sighting
    # is one of the same days.
    assert findings == ["FindingDetected", "FindingSeenAgain", "FindingFaded", "FindingResolved"]
    resolved = [e for e in _events(log, customer_id) if isinstance(e, FindingResolved)]
    assert [(e.reason, e.until) for e in resolved] == [("gone", UNTIL + 3 * WEEK)]


def test_a_cell_without_enough_claims_says_nothing_about_its_finding(
    log: EventLog, customer_id: CustomerId
) -> None:
    _run(log, customer_id, DRIFTING)
    completed = _run(log, customer_id, OTHERS, UNTIL + WEEK)
    assert completed.standing == "current"
    assert "FindingResolved" not in _kinds(log, customer_id)


@pytest.mark.feature("DR-9")
def test_an_earlier_time_or_earlier_knowledge_is_a_look_back(
    log: EventLog, customer_id: CustomerId
) -> None:
    _run(log, customer_id, CALM)
    known = len(_kinds(log, customer_id))
    earlier = _run(log, customer_id, DRIFTING, UNTIL - WEEK)
    as_known = _run(log, customer_id, DRIFTING, as_of=known)
    assert earlier.standing == as_known.standing == "look_back"
    assert earlier.findings
    assert _kinds(log, customer_id)[known:] == RUN * 2


def test_a_run_without_any_claim_in_sight_is_a_look_back_too(
    log: EventLog, customer_id: CustomerId
) -> None:
    """A file of last year must still open findings after an empty look at this week."""
    empty = _run(log, customer_id, Counts())
    assert (empty.standing, empty.cells, empty.tests) == ("look_back", 0, 0)
    assert _run(log, customer_id, DRIFTING, UNTIL - WEEK).standing == "current"


@pytest.mark.feature("DR-8")
def test_a_run_that_died_goes_on_at_the_same_position(
    log: EventLog, customer_id: CustomerId
) -> None:
    run_id = _request(log, customer_id)
    seen: list[int] = []

    def dying(_: CustomerId, position: int, __: Question) -> Counts:
        seen.append(position)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        perform_run(log, context_of(customer_id), run_id, dying)
    record_claims(log, customer_id, "A-1", "A-2")

    def counting(_: CustomerId, position: int, __: Question) -> Counts:
        seen.append(position)
        return DRIFTING

    assert perform_run(log, context_of(customer_id), run_id, counting) is not None
    assert seen == [1, 1]
    assert _kinds(log, customer_id).count("DriftRunStarted") == 1


def test_a_run_that_is_over_is_left_alone(log: EventLog, customer_id: CustomerId) -> None:
    run_id = _request(log, customer_id)
    first = perform_run(log, context_of(customer_id), run_id, _handing(DRIFTING))
    head = log.head(customer_id)
    assert perform_run(log, context_of(customer_id), run_id, _handing(CALM)) == first
    assert log.head(customer_id) == head


def test_who_lost_the_lease_writes_nothing(log: EventLog, customer_id: CustomerId) -> None:
    run_id = _request(log, customer_id)

    def lost(_: Connection) -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        perform_run(log, context_of(customer_id), run_id, _handing(DRIFTING), along=lost)
    assert _kinds(log, customer_id) == ["DriftRunRequested", "DriftRunStarted"]


def test_a_run_started_by_other_code_fails_rather_than_mix(
    log: EventLog, customer_id: CustomerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = _request(log, customer_id)

    def dying(_: CustomerId, __: int, ___: Question) -> Counts:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        perform_run(log, context_of(customer_id), run_id, dying)
    monkeypatch.setattr(DriftWatch, "code_version", "driftwatch-0")
    assert perform_run(log, context_of(customer_id), run_id, _handing(DRIFTING)) is None
    assert _events(log, customer_id)[-1] == DriftRunFailed(code="drift.code_changed")
    assert perform_run(log, context_of(customer_id), run_id, _handing(DRIFTING)) is None
