"""The drift timeline: weeks of findings that began, got worse and ended, as of any moment."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.support.claim_log import context_of
from tests.support.detection import Bench, bench_of
from tests.support.drifts import drift

from upstream.application.folding import Folded
from upstream.domain.drift.commands import ObserveCalm, ObserveDrift
from upstream.domain.drift.finding import decider
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.projections.drift.timeline import NEEDS, TimelineWeek, timeline
from upstream.projections.moments import AtPosition

pytestmark = pytest.mark.feature("RD-1", "RD-2")
MONDAY = date(2026, 1, 5)
WEEK = timedelta(days=7)


@pytest.fixture
def bench(database: Database, customer_id: CustomerId) -> Iterator[Bench]:
    """Empty, for each test."""
    made = bench_of(database, customer_id)
    yield made
    made.projector.close()


def tell(bench: Bench, *commands: ObserveDrift | ObserveCalm) -> UUID:
    """What runs saw of one finding, one commit each."""
    state, version = decider.initial, 0
    stream_id = stream_of(bench.customer_id, decider.kind, drift().natural_key)
    for command in commands:
        for event in decider.decide(command, state):
            place = Folded(stream_id, version)
            bench.log.append(context_of(bench.customer_id), place.then(event))
            state, version = decider.evolve(state, event), version + 1
    bench.catch_up()
    return stream_id


def seen(week: int, severity_bps: int) -> ObserveDrift:
    """By the run of the Monday after `week` weeks."""
    until = MONDAY + (week + 1) * WEEK
    current = msgspec.structs.replace(drift().current, to_on=until)
    sight = msgspec.structs.replace(drift(), current=current, severity_bps=severity_bps)
    return ObserveDrift(run_id=uuid4(), drift=sight, reported=True)


def calm(week: int) -> ObserveCalm:
    return ObserveCalm(run_id=uuid4(), until=MONDAY + (week + 1) * WEEK)


def weeks_of(bench: Bench, position: int | None = None) -> list[TimelineWeek]:
    moment = None if position is None else AtPosition(position)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=moment) as view:
        return timeline(view)


def test_nothing_has_begun_before_the_first_finding(bench: Bench) -> None:
    assert weeks_of(bench) == []


def test_a_findings_life_lies_in_its_weeks(bench: Bench) -> None:
    finding_id = tell(bench, seen(0, 4_500), seen(1, 5_000), seen(2, 8_000), calm(4), calm(5))
    weeks = weeks_of(bench)
    shape = [(w.detected, w.worsened, w.resolved, w.open) for w in weeks]

    assert [w.week for w in weeks] == [MONDAY + n * WEEK for n in range(6)]
    assert shape == [
        (1, 0, 0, 1),
        (0, 0, 0, 1),
        (0, 1, 0, 1),
        (0, 0, 0, 1),
        (0, 0, 0, 1),
        (0, 0, 1, 0),
    ]
    assert [one.change for w in weeks for one in w.changes] == ["detected", "worsened", "resolved"]
    assert {one.finding_id for w in weeks for one in w.changes} == {finding_id}


def test_what_came_later_was_not_known_then(bench: Bench) -> None:
    tell(bench, seen(0, 4_500), seen(2, 8_000), calm(4), calm(5))
    (week,) = weeks_of(bench, position=1)

    assert (week.detected, week.open) == (1, 1)
    assert [w.open for w in weeks_of(bench, position=2)] == [1, 1, 1]


def test_half_a_year_is_shown_and_what_opened_before_still_counts(bench: Bench) -> None:
    tell(bench, seen(0, 4_500), seen(40, 8_000))
    weeks = weeks_of(bench)

    assert len(weeks) == 26
    assert {w.open for w in weeks} == {1}
    assert weeks[-1].worsened == 1
