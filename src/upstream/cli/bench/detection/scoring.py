"""What was found against what was put in: the same judge for every method.

Findings of one key at most 14 days apart are one episode. An episode is *true* when a drift of
exactly that kind and cell began before it, no longer ago than a drift stays findable (63 days; a
pulse 42; what holds for services 28 more; a contract not kept: until its last line is out of
sight); *related* when it follows from a drift (a payer that slows down slows its cells down);
otherwise *false*. A drift is found by an episode that began after it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import inf
from statistics import median
from typing import Literal, NamedTuple

from upstream.application.seed.labelled import AnswerSheet, DriftLabel
from upstream.application.seed.labelled.requirements import CodeLabel
from upstream.cli.bench.detection.judging import Fired, Place, decoy_at, follows, is_exactly

FINDABLE_DAYS, PULSE_FINDABLE_DAYS, TOGETHER_DAYS = 63, 42, 14
_LOOKED_AT_DAYS, _DECIDED_LATER_DAYS = 56, 28
"""What holds for services from a day on shows when they are decided."""
SURE = 0.95

Verdict = Literal["true", "related", "false"]


class Episode(NamedTuple):
    """Findings of one place, close together; what counts is the first."""

    first: Fired
    verdict: Verdict
    label: int | None
    """Place of the drift among the sheet's."""
    decoy: str | None


@dataclass(slots=True)
class Score:
    """Added up over years; nothing is rounded before it is shown."""

    drifts: int = 0
    found: int = 0
    true: int = 0
    false: int = 0
    related: int = 0
    wrong_way: int = 0
    null_false: int = 0
    key_weeks: int = 0
    null_key_weeks: int = 0
    decoys: int = 0
    delays: list[int] = field(default_factory=list)
    by_confidence: list[tuple[float, bool]] = field(default_factory=list)
    by_kind: dict[str, list[int]] = field(default_factory=dict)
    """Per kind: drifts, found, true, false."""

    @property
    def precision(self) -> float:
        return self.true / (self.true + self.false) if self.true + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.drifts if self.drifts else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def delay_days(self) -> float:
        return median(self.delays) if self.delays else float("nan")

    @property
    def interruptions(self) -> float:
        """False episodes per 1 000 key-weeks, in years with drifts."""
        return 1_000 * self.false / self.key_weeks if self.key_weeks else 0.0

    @property
    def null_interruptions(self) -> float:
        return 1_000 * self.null_false / self.null_key_weeks if self.null_key_weeks else 0.0

    def sure(self, low: float = SURE, high: float = 1.01) -> tuple[int, int]:
        """Episodes that began with such a confidence, and how many of them were true."""
        within = [true for confidence, true in self.by_confidence if low <= confidence < high]
        return len(within), sum(within)


def add(score: Score, sheet: AnswerSheet, fired: Iterable[Fired], key_weeks: int) -> list[Episode]:
    """One year judged and added to the score; a year without drifts counts as null."""
    judged = episodes(sheet, fired)
    score.decoys += sum(one.decoy is not None for one in judged)
    if not sheet.drifts:
        score.null_key_weeks += key_weeks
        score.null_false += sum(one.verdict == "false" for one in judged)
        return judged
    score.key_weeks += key_weeks
    score.drifts += len(sheet.drifts)
    first: dict[int, int] = {}
    for one in judged:
        _count(score, one)
        if one.label is not None and one.verdict == "true":
            label = sheet.drifts[one.label]
            score.wrong_way += one.first.rises != label.rises
            delay = (one.first.until - label.begins_on).days
            first[one.label] = min(delay, first.get(one.label, delay))
    score.found += len(first)
    # What always was cannot be found late.
    began = {place for place in first if sheet.drifts[place].begins_on > sheet.begins_on}
    score.delays += (first[place] for place in first if place in began)
    for place, label in enumerate(sheet.drifts):
        kinds = score.by_kind.setdefault(label.kind, [0, 0, 0, 0])
        kinds[0] += 1
        kinds[1] += place in first
    return judged


def _count(score: Score, one: Episode) -> None:
    kinds = score.by_kind.setdefault(one.first.place.kind, [0, 0, 0, 0])
    match one.verdict:
        case "true":
            score.true += 1
            kinds[2] += 1
        case "false":
            score.false += 1
            kinds[3] += 1
        case "related":
            score.related += 1
    if one.verdict != "related":
        score.by_confidence.append((one.first.confidence, one.verdict == "true"))


def episodes(sheet: AnswerSheet, fired: Iterable[Fired]) -> list[Episode]:
    by_place: dict[Place, list[Fired]] = defaultdict(list)
    for one in fired:
        by_place[one.place].append(one)
    return [
        _judged(sheet, first)
        for _, seen in sorted(by_place.items(), key=str)
        for first in _firsts(sorted(seen))
    ]


def _firsts(seen: Sequence[Fired]) -> list[Fired]:
    found: list[Fired] = []
    last: date | None = None
    for one in seen:
        if last is None or one.until - last > timedelta(days=TOGETHER_DAYS):
            found.append(one)
        last = one.until
    return found


def _judged(sheet: AnswerSheet, first: Fired) -> Episode:
    related = False
    for place, label in enumerate(sheet.drifts):
        since = (first.until - label.begins_on).days
        if is_exactly(label, first.place) and 0 < since <= _findable_days(label):
            return Episode(first, "true", place, None)
        related = related or (since > 0 and follows(label, first.place))
    if related:
        return Episode(first, "related", None, None)
    return Episode(first, "false", None, decoy_at(sheet, first))


def _findable_days(label: DriftLabel) -> float:
    if label.kind == "underpayment":
        # A contract is no habit of the past that the present could become: what is short stays so.
        until = label.ends_on
        return inf if until is None else (until - label.begins_on).days + _LOOKED_AT_DAYS
    days = PULSE_FINDABLE_DAYS if label.shape == "pulse" else FINDABLE_DAYS
    by_service = isinstance(label, CodeLabel) and label.acts_on == "service"
    return days + _DECIDED_LATER_DAYS if by_service else days
