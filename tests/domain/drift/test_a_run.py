"""A run is requested, started once, and over once."""

from datetime import date

import pytest
from tests.support.drifts import drift

from upstream.domain.drift.commands import (
    CompleteDriftRun,
    DriftRunCommand,
    FailDriftRun,
    RequestDriftRun,
    StartDriftRun,
)
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.events import (
    DriftRunCompleted,
    DriftRunFailed,
    DriftRunRequested,
    DriftRunStarted,
)
from upstream.domain.drift.refusals import DriftRunUnknown
from upstream.domain.drift.run import Started, decider

DAY = date(2026, 3, 31)
SETTINGS = DriftWatch().settings
REQUEST = RequestDriftRun(product="driftwatch", until=DAY)
START = StartDriftRun(position=41, settings=SETTINGS, code_version="driftwatch-1")
COMPLETE = CompleteDriftRun(
    cells=1, tests=3, findings=(drift(),), findings_sha256="ab", standing="current"
)
REQUESTED = DriftRunRequested(product="driftwatch", until=DAY)
STARTED = DriftRunStarted(position=41, settings=SETTINGS, code_version="driftwatch-1")
COMPLETED = DriftRunCompleted(
    cells=1, tests=3, findings=(drift(),), findings_sha256="ab", standing="current"
)
FAILED = DriftRunFailed(code="drift.code_changed")


def test_a_run_goes_from_requested_to_completed() -> None:
    assert decider.decide(REQUEST, decider.initial) == (REQUESTED,)
    assert decider.decide(START, decider.fold([REQUESTED])) == (STARTED,)
    assert decider.decide(COMPLETE, decider.fold([REQUESTED, STARTED])) == (COMPLETED,)


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ([REQUESTED], REQUEST),
        ([REQUESTED, STARTED], START),
        ([REQUESTED, STARTED, COMPLETED], START),
        ([REQUESTED, STARTED, COMPLETED], COMPLETE),
        ([REQUESTED, STARTED, COMPLETED], FailDriftRun(code="late")),
        ([REQUESTED, STARTED, FAILED], COMPLETE),
    ],
)
def test_what_was_done_is_not_done_again(
    history: list[DriftRunRequested], command: DriftRunCommand
) -> None:
    assert decider.decide(command, decider.fold(history)) == ()


@pytest.mark.parametrize("command", [START, COMPLETE, FailDriftRun(code="x")])
def test_a_run_nobody_asked_for_does_not_happen(command: DriftRunCommand) -> None:
    with pytest.raises(DriftRunUnknown):
        decider.decide(command, decider.initial)


def test_a_run_may_fail_before_it_starts_and_while_it_works() -> None:
    fail = FailDriftRun(code="drift.code_changed")
    assert decider.decide(fail, decider.fold([REQUESTED])) == (FAILED,)
    assert decider.decide(fail, decider.fold([REQUESTED, STARTED])) == (FAILED,)


@pytest.mark.feature("DR-8")
def test_a_started_run_remembers_its_position_and_settings() -> None:
    run = decider.fold([REQUESTED, STARTED])
    assert run == Started(REQUESTED, STARTED)
