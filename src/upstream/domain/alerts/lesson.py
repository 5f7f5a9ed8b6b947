"""What verdicts teach about one rule, payer and kind: noise raises the bar, real lowers it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from upstream.domain.alerts.events import AlertLessonEvent, LessonForgotten, VerdictLearned
from upstream.domain.decider import Decider
from upstream.domain.drift.settings import Kind
from upstream.domain.judgments.events import Verdict
from upstream.domain.messages import Command

REMEMBERED_FOR = timedelta(days=90)
"""The baseline of a drift; what payers did before that is no news about what they do now."""

NOISE_MIN = 2
"""One word may be a slip; the second one is a pattern."""

STEP_BPS = 1_500
"""Half a severity band for every further alert called noise."""

BAR_MAX_BPS = 9_000
"""From there on it is critical, and critical is never learned away."""


class LearnVerdict(Command):
    rule_id: UUID
    payer: str
    kind: Kind
    alert_id: UUID
    operator: str
    verdict: Verdict
    judged_at: datetime


class ForgetLesson(Command):
    rule_id: UUID
    payer: str
    kind: Kind


LessonCommand = LearnVerdict | ForgetLesson


@dataclass(frozen=True, slots=True)
class Lesson:
    """By alert and operator the latest word, oldest first."""

    words: Mapping[str, VerdictLearned] = field(default_factory=dict)

    def counts(self, now: datetime) -> tuple[int, int]:
        """Alerts called real and alerts called noise that still count; the latest word of any
        operator speaks for an alert.
        """
        latest: dict[UUID, Verdict] = {}
        for word in self.words.values():
            if now - word.judged_at <= REMEMBERED_FOR:
                latest[word.alert_id] = word.verdict
        said = list(latest.values())
        return said.count("real"), said.count("noise")

    def raised_by_bps(self, now: datetime) -> int:
        """How far above the rule's own minimum the severity has to be: 15 points for every alert
        called noise beyond the first, each one called real taking one of them back.
        """
        real, noise = self.counts(now)
        surplus = noise - real
        return STEP_BPS * (surplus - 1) if surplus >= NOISE_MIN else 0

    def bar_bps(self, severity_min_bps: int, now: datetime) -> int:
        """The severity a sighting needs; never above critical, never below the rule's own."""
        raised = min(severity_min_bps + self.raised_by_bps(now), BAR_MAX_BPS)
        return max(raised, severity_min_bps)


NOTHING_LEARNED = Lesson()


def lesson_key(rule_id: UUID, payer: str, kind: Kind) -> str:
    return f"{rule_id}\x1f{payer}\x1f{kind}"


def _word_key(word: LearnVerdict | VerdictLearned) -> str:
    return f"{word.alert_id} {word.operator}"


def decide(command: LessonCommand, lesson: Lesson) -> tuple[AlertLessonEvent, ...]:
    match command:
        case LearnVerdict():
            word = lesson.words.get(_word_key(command))
            if word is not None and word.verdict == command.verdict:
                return ()
            return (_learned(command),)
        case ForgetLesson(rule_id=rule_id, payer=payer, kind=kind):
            if not lesson.words:
                return ()
            return (LessonForgotten(rule_id=rule_id, payer=payer, kind=kind),)


def _learned(command: LearnVerdict) -> VerdictLearned:
    return VerdictLearned(
        rule_id=command.rule_id,
        payer=command.payer,
        kind=command.kind,
        alert_id=command.alert_id,
        operator=command.operator,
        verdict=command.verdict,
        judged_at=command.judged_at,
    )


def evolve(lesson: Lesson, event: AlertLessonEvent) -> Lesson:
    match event:
        case VerdictLearned():
            key = _word_key(event)
            others = {known: word for known, word in lesson.words.items() if known != key}
            return Lesson({**others, key: event})
        case LessonForgotten():
            return NOTHING_LEARNED


decider: Decider[LessonCommand, Lesson, AlertLessonEvent] = Decider(
    "alert-lesson", NOTHING_LEARNED, decide, evolve
)
