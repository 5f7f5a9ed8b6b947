"""A judgment: one operator's word on one alert, revisable; every earlier word stays on record."""

from dataclasses import dataclass

from upstream.domain.decider import Decider
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.events import AlertJudged, JudgmentEvent, JudgmentRevised
from upstream.domain.judgments.refusals import (
    NoteTooLong,
    RecoveredFromNoise,
    RecoveredNegative,
    RecoveredWithoutDate,
)

NOTE_MAX = 4_000
"""Characters; more is a document, and belongs where documents are kept."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """`word` is what stands; None before the operator said anything."""

    word: JudgmentEvent | None = None


def decide(command: JudgeAlert, judgment: Judgment) -> tuple[JudgmentEvent, ...]:
    _check(command)
    if judgment.word is None:
        return (_said(AlertJudged, command),)
    revised = _said(JudgmentRevised, command)
    return () if _content(revised) == _content(judgment.word) else (revised,)


def _check(command: JudgeAlert) -> None:
    if command.recovered_cents is not None and command.recovered_cents < 0:
        raise RecoveredNegative("a recovered amount is not below zero")
    if bool(command.recovered_cents) != (command.recovered_on is not None):
        raise RecoveredWithoutDate("a recovered amount and its date come together")
    if command.recovered_cents and command.verdict == "noise":
        raise RecoveredFromNoise("where nothing was wrong nothing can be won back")
    if command.note and len(command.note) > NOTE_MAX:
        raise NoteTooLong("that note is too long", characters_max=NOTE_MAX)


def _said(word: type[AlertJudged] | type[JudgmentRevised], command: JudgeAlert) -> JudgmentEvent:
    return word(
        alert_id=command.alert_id,
        operator=command.operator,
        verdict=command.verdict,
        position_seen=command.position_seen,
        note=(command.note or "").strip() or None,
        recovered_cents=command.recovered_cents or None,
        recovered_on=command.recovered_on,
    )


def _content(word: JudgmentEvent) -> tuple[object, ...]:
    """What was said, whichever page the operator was looking at."""
    return word.verdict, word.note, word.recovered_cents, word.recovered_on


def evolve(_: Judgment, event: JudgmentEvent) -> Judgment:
    return Judgment(word=event)


decider: Decider[JudgeAlert, Judgment, JudgmentEvent] = Decider(
    "judgment", Judgment(), decide, evolve
)
