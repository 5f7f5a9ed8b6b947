"""One drift, seen by many runs: detected, seen again, worsened, resolved, and perhaps back."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.drifts import UNTIL, drift

from upstream.domain.drift.commands import FindingCommand, ObserveCalm, ObserveDrift
from upstream.domain.drift.events import (
    FindingDetected,
    FindingEvent,
    FindingFaded,
    FindingResolved,
    FindingSeenAgain,
)
from upstream.domain.drift.finding import Open, decider

RUNS = [UUID(int=number) for number in range(1, 30)]
WEEK = timedelta(days=7)


def _observe(
    week: int,
    values: tuple[int, int] = (1_000, 2_400),
    *,
    reported: bool = True,
    severity_bps: int = 5_500,
) -> ObserveDrift:
    """`values` before and now."""
    seen = drift(
        until=UNTIL + week * WEEK,
        baseline_value=values[0],
        current_value=values[1],
        severity_bps=severity_bps,
    )
    return ObserveDrift(run_id=RUNS[week], drift=seen, reported=reported)


def _calm(week: int) -> ObserveCalm:
    return ObserveCalm(run_id=RUNS[week], until=UNTIL + week * WEEK)


def _after(*commands: FindingCommand) -> list[FindingEvent]:
    history: list[FindingEvent] = []
    for command in commands:
        history += decider.decide(command, decider.fold(history))
    return history


def _kinds(*commands: FindingCommand) -> list[str]:
    return [type(event).__name__.removeprefix("Finding") for event in _after(*commands)]


@pytest.mark.feature("DR-10")
def test_the_same_drift_seen_weekly_is_one_finding_with_a_history() -> None:
    history = _after(_observe(0), _observe(1), _observe(2))
    assert history == [
        FindingDetected(run_id=RUNS[0], episode=1, drift=_observe(0).drift),
        FindingSeenAgain(run_id=RUNS[1], sighting=2, drift=_observe(1).drift),
        FindingSeenAgain(run_id=RUNS[2], sighting=3, drift=_observe(2).drift),
    ]


def test_a_faint_drift_opens_nothing() -> None:
    assert _after(_observe(0, reported=False)) == []


def test_a_faint_drift_keeps_an_open_finding_open() -> None:
    assert _kinds(_observe(0), _observe(1, reported=False)) == ["Detected", "SeenAgain"]


def test_a_higher_severity_band_is_worse() -> None:
    history = _kinds(_observe(0), _observe(1, severity_bps=7_200), _observe(2, severity_bps=7_300))
    assert history == ["Detected", "Worsened", "SeenAgain"]


def test_coming_back_to_a_band_known_before_is_not_worse() -> None:
    bands = (7_200, 5_000, 7_100)
    history = _kinds(*(_observe(week, severity_bps=bps) for week, bps in enumerate(bands)))
    assert history == ["Detected", "SeenAgain", "SeenAgain"]


def test_a_faint_drift_is_never_worse() -> None:
    history = _kinds(_observe(0), _observe(1, reported=False, severity_bps=9_500))
    assert history == ["Detected", "SeenAgain"]


@pytest.mark.feature("DR-10")
def test_two_calm_looks_in_a_row_resolve_it() -> None:
    history = _after(_observe(0), _calm(1), _calm(2))
    assert history[1:] == [
        FindingFaded(run_id=RUNS[1], until=UNTIL + WEEK),
        FindingResolved(run_id=RUNS[2], until=UNTIL + 2 * WEEK, reason="gone"),
    ]


@pytest.mark.feature("DR-10")
def test_one_calm_look_between_two_sightings_ends_nothing() -> None:
    history = _kinds(_observe(0), _calm(1), _observe(2), _calm(3), _observe(4))
    assert history == ["Detected", "Faded", "SeenAgain", "Faded", "SeenAgain"]


def test_calm_where_nothing_is_open_is_no_news() -> None:
    assert _after(_calm(0)) == []
    assert _kinds(_observe(0), _calm(1), _calm(2), _calm(3)) == ["Detected", "Faded", "Resolved"]


def test_a_drift_that_comes_back_is_the_next_episode() -> None:
    history = _after(_observe(0), _calm(1), _calm(2), _observe(3))
    assert history[3] == FindingDetected(run_id=RUNS[3], episode=2, drift=_observe(3).drift)


def test_the_way_back_resolves_and_is_no_finding_of_its_own() -> None:
    back = (2_200, 1_100)
    history = _after(_observe(0), _observe(1, back), _observe(2, back))
    assert history[1:] == [
        FindingResolved(run_id=RUNS[1], until=UNTIL + WEEK, reason="recovered"),
    ]


@pytest.mark.feature("DR-10")
def test_falling_far_below_where_it_was_supersedes_it() -> None:
    below = (2_200, 100)
    history = _after(_observe(0), _observe(1, below), _observe(2, below))
    assert history[1:] == [
        FindingResolved(run_id=RUNS[1], until=UNTIL + WEEK, reason="superseded"),
        FindingDetected(run_id=RUNS[1], episode=2, drift=_observe(1, below).drift),
        FindingSeenAgain(run_id=RUNS[2], sighting=2, drift=_observe(2, below).drift),
    ]


def test_the_same_run_again_is_no_news() -> None:
    assert _kinds(_observe(0), _observe(0)) == ["Detected"]
    gone = ObserveCalm(run_id=RUNS[0], until=UNTIL)
    assert _kinds(_observe(0), gone) == ["Detected"]


def test_a_look_at_an_earlier_time_changes_nothing() -> None:
    assert _kinds(_observe(3), _observe(1), _calm(2)) == ["Detected"]
    assert _kinds(_observe(3), _calm(4), _calm(5), _observe(2)) == ["Detected", "Faded", "Resolved"]


VALUES = st.integers(0, 10_000)
LOOKS = st.tuples(VALUES, VALUES, st.integers(0, 10_000), st.sampled_from("rfc"))
"""Value before, value now, severity; reported, faint or calm."""


@given(st.lists(LOOKS, max_size=20))
def test_episodes_are_counted_and_never_overlap(looks: list[tuple[int, int, int, str]]) -> None:
    history = _after(
        *(
            _calm(week)
            if how == "c"
            else _observe(week, (before, now), severity_bps=severity, reported=how == "r")
            for week, (before, now, severity, how) in enumerate(looks)
        )
    )
    episode, is_open = 0, False
    for event in history:
        if isinstance(event, FindingDetected):
            episode += 1
            assert not is_open
            assert event.episode == episode
        else:
            assert is_open
        is_open = not isinstance(event, FindingResolved)
    state = decider.fold(history)
    assert isinstance(state, Open) == is_open
    if isinstance(state, Open):
        assert state.worst_bps >= state.drift.severity_bps
