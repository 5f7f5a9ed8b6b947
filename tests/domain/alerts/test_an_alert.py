"""An alert is raised, seen again, and handled by people; it is never edited and never vanishes."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.support.sightings import FINDING, NOW, OTHER_FINDING, RULE, sighting

from upstream.domain.alerts.alert import Raised, decider
from upstream.domain.alerts.commands import (
    COMMENT_MAX,
    AcknowledgeAlert,
    AlertCommand,
    AssignAlert,
    CommentOnAlert,
    CountOccurrence,
    RaiseAlert,
    ReopenAlert,
    ResolveAlert,
)
from upstream.domain.alerts.events import (
    AlertAcknowledged,
    AlertAssigned,
    AlertCommented,
    AlertEvent,
    AlertReopened,
    AlertResolved,
    AlertSeenAgain,
)
from upstream.domain.alerts.refusals import (
    AlertAlreadyResolved,
    AlertNotResolved,
    AlertUnknown,
    CommentEmpty,
    CommentTooLong,
)
from upstream.domain.messages import Refusal

RAISE = RaiseAlert(rule_id=RULE, sighting=sighting(), seen_at=NOW)
(RAISED,) = decider.decide(RAISE, decider.initial)
LATER = NOW + timedelta(days=7)
ANNA = UUID(int=7)
RESOLVED = AlertResolved()


def _decide(command: AlertCommand, *history: AlertEvent) -> tuple[AlertEvent, ...]:
    return decider.decide(command, decider.fold(history))


def _state(*history: AlertEvent) -> Raised:
    state = decider.fold(history)
    assert isinstance(state, Raised)
    return state


def test_it_carries_the_severity_of_its_finding() -> None:
    assert _state(RAISED).severity_bps == sighting().severity_bps
    assert _state(RAISED).occurrences == 1


def test_raising_it_again_is_no_news() -> None:
    assert _decide(RAISE, RAISED) == ()


@pytest.mark.feature("AL-4")
def test_another_sighting_makes_it_grow() -> None:
    again = sighting(finding_version=2, severity_bps=6_000)
    command = CountOccurrence(sighting=again, because="same_finding", seen_at=LATER)
    (grown,) = _decide(command, RAISED)
    assert isinstance(grown, AlertSeenAgain)
    state = _state(RAISED, grown)
    assert (state.occurrences, state.seen_at, state.severity_bps) == (2, LATER, 6_000)


def test_one_sighting_is_counted_once() -> None:
    command = CountOccurrence(sighting=sighting(), because="same_finding", seen_at=LATER)
    assert _decide(command, RAISED) == ()


def test_sightings_of_grouped_findings_are_counted_apart() -> None:
    other = sighting(finding_id=OTHER_FINDING)
    command = CountOccurrence(sighting=other, because="same_group", seen_at=LATER)
    state = _state(RAISED, *_decide(command, RAISED))
    assert state.counted == {FINDING: 1, OTHER_FINDING: 1}


@pytest.mark.feature("AL-6")
def test_people_acknowledge_assign_comment_resolve_and_reopen() -> None:
    history: list[AlertEvent] = [RAISED]
    for command, news in (
        (AcknowledgeAlert(), AlertAcknowledged()),
        (AssignAlert(to=ANNA), AlertAssigned(to=ANNA)),
        (CommentOnAlert(comment=" called them "), AlertCommented(comment="called them")),
        (ResolveAlert(note="fixed"), AlertResolved(note="fixed")),
        (ReopenAlert(now=LATER), AlertReopened(reopened_at=LATER)),
    ):
        assert _decide(command, *history) == (news,)
        history.append(news)
    assert _state(*history).status == "open"
    assert _state(*history).assignee == ANNA


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ([AlertAcknowledged()], AcknowledgeAlert()),
        ([AlertAssigned(to=ANNA)], AssignAlert(to=ANNA)),
        ([RESOLVED], ResolveAlert()),
    ],
)
def test_the_same_command_twice_is_no_news(
    history: list[AlertEvent], command: AlertCommand
) -> None:
    assert _decide(command, RAISED, *history) == ()


@pytest.mark.parametrize(
    ("history", "command", "refusal"),
    [
        ([], AcknowledgeAlert(), AlertUnknown),
        ([], CommentOnAlert(comment="?"), AlertUnknown),
        ([RAISED, RESOLVED], AcknowledgeAlert(), AlertAlreadyResolved),
        ([RAISED, RESOLVED], AssignAlert(to=ANNA), AlertAlreadyResolved),
        ([RAISED], ReopenAlert(), AlertNotResolved),
        ([RAISED], CommentOnAlert(comment="  "), CommentEmpty),
        ([RAISED], CommentOnAlert(comment="x" * (COMMENT_MAX + 1)), CommentTooLong),
        ([RAISED], ResolveAlert(note="x" * (COMMENT_MAX + 1)), CommentTooLong),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    history: list[AlertEvent], command: AlertCommand, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _decide(command, *history)


def test_an_empty_note_is_no_note() -> None:
    assert _decide(ResolveAlert(note="  "), RAISED) == (AlertResolved(),)
