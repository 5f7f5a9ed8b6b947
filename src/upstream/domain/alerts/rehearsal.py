"""What a rule would have done: the same evaluation over sightings of the past, in memory.

Nobody acknowledges, resolves or snoozes in a rehearsal: what people did about the alerts of other
rules says nothing about what they would have done here. Maintenance windows and what verdicts had
taught by then count as they did.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from upstream.domain.alerts.alert import Alert, Unraised
from upstream.domain.alerts.alert import decider as alert_decider
from upstream.domain.alerts.commands import CountOccurrence, RaiseAlert, Sighting
from upstream.domain.alerts.evaluation import Evaluation, evaluate
from upstream.domain.alerts.events import AlertLessonEvent
from upstream.domain.alerts.lane import Lane, TakeLane
from upstream.domain.alerts.lane import decider as lane_decider
from upstream.domain.alerts.lesson import Lesson
from upstream.domain.alerts.lesson import decider as lesson_decider
from upstream.domain.alerts.maintenance import Calendar
from upstream.domain.alerts.rule import Created
from upstream.domain.alerts.suppression import Circumstances

_REHEARSED = UUID(int=0)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A sighting, and when somebody would have been told of it."""

    sighting: Sighting
    at: datetime


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator taught the rule, or a reset, and when."""

    event: AlertLessonEvent
    at: datetime


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    seen: Seen
    evaluation: Evaluation


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What a rehearsal goes by; `sightings` and `words` oldest first."""

    sightings: Sequence[Seen]
    words: Sequence[Word] = ()
    calendar: Calendar = Calendar()
    time_zone: str = "UTC"


def rehearse(rule: Created, past: Past) -> list[Outcome]:
    """One outcome for every sighting, in order; pure, one pass."""
    return list(_Rehearsal(rule, past).outcomes())


class _Rehearsal:
    def __init__(self, rule: Created, past: Past) -> None:
        self._rule = Created(rule.terms, is_on=True)
        self._past = past
        self._words = list(past.words)
        self._heard = 0
        self._lessons: dict[tuple[str, str], Lesson] = defaultdict(Lesson)
        self._lanes: dict[tuple[str, str | None], Lane] = defaultdict(Lane)
        self._alerts: dict[UUID, Alert] = {}

    def outcomes(self) -> Iterable[Outcome]:
        for seen in self._past.sightings:
            self._listen(seen.at)
            yield Outcome(seen=seen, evaluation=self._evaluate(seen))

    def _listen(self, until: datetime) -> None:
        """Learn what had been said by then."""
        while self._heard < len(self._words) and self._words[self._heard].at <= until:
            event = self._words[self._heard].event
            key = event.payer, event.kind
            self._lessons[key] = lesson_decider.evolve(self._lessons[key], event)
            self._heard += 1

    def _evaluate(self, seen: Seen) -> Evaluation:
        sighting = seen.sighting
        key = sighting.payer, sighting.cpt_group
        lane = self._lanes[key]
        told_in = lane.told_in(sighting.finding_id, sighting.episode)
        latest = self._alert(lane.latest)
        known = self._alert(told_in) if told_in else latest
        around = Circumstances(
            now=seen.at,
            calendar=self._past.calendar,
            lesson=self._lessons[sighting.payer, sighting.kind],
            time_zone=self._past.time_zone,
        )
        ended = evaluate(
            self._rule, sighting, known, around, told_here=told_in is not None, latest=latest
        )
        if ended.result in {"raised", "grouped"}:
            self._remember(seen, ended, told_in or lane.latest, key)
        return ended

    def _alert(self, alert_id: UUID | None) -> Alert:
        return self._alerts[alert_id] if alert_id else Unraised()

    def _remember(
        self, seen: Seen, ended: Evaluation, alert_id: UUID | None, key: tuple[str, str | None]
    ) -> None:
        sighting = seen.sighting
        if ended.result == "raised" or alert_id is None:
            alert_id = UUID(int=len(self._alerts) + 1)
            raising = RaiseAlert(rule_id=_REHEARSED, sighting=sighting, seen_at=seen.at)
            news = alert_decider.decide(raising, Unraised())
            self._alerts[alert_id] = alert_decider.fold(news)
        else:
            counting = CountOccurrence(sighting=sighting, because="same_finding", seen_at=seen.at)
            for event in alert_decider.decide(counting, self._alerts[alert_id]):
                self._alerts[alert_id] = alert_decider.evolve(self._alerts[alert_id], event)
        taking = TakeLane(
            alert_id=alert_id, finding_id=sighting.finding_id, episode=sighting.episode
        )
        for taken in lane_decider.decide(taking, self._lanes[key]):
            self._lanes[key] = lane_decider.evolve(self._lanes[key], taken)
