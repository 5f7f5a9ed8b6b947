"""Claims written down by hand: so many a week, so many denied, all decided alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp

from tests.support.counted_claims import counted
from tests.support.counted_waits import Row

from upstream.domain.drift.counts import Counts, Question, Table

UNTIL = date(2026, 4, 6)
"""A Monday: the weeks that end there are weeks of work."""

HISTORY_WEEKS = 42
TABLES: tuple[Table, ...] = ("decisions", "reasons", "codes", "waiting")
_GROUPS = {"Radiology": ("70450", "71046"), "Laboratory": ("80053", "85025")}
_REASONS = ("CO-16", "CO-50", "CO-11")


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How a payer treats one kind of work, every week the same."""

    claims: int = 100
    denied: int = 10
    days: Sequence[int] = (9, 10, 11)
    ratio_micro: int = 0
    reasons: Sequence[str] = field(default=_REASONS)


def steady(
    payer: str = "Northwind Health", group: str = "Radiology", *, habit: Habit | None = None
) -> Iterator[Row]:
    """The same week over and over, undecided claims at its end."""
    return changed(payer, group, before=habit, now=habit)


def changed(
    payer: str = "Northwind Health",
    group: str = "Radiology",
    *,
    before: Habit | None = None,
    now: Habit | None = None,
    since: date = UNTIL - timedelta(days=28),
) -> Iterator[Row]:
    """One habit for what is decided before `since`, another one from then on."""
    usual = before or Habit()
    later = now or usual
    count = 0
    for week in range(HISTORY_WEEKS, 0, -1):
        monday = UNTIL - timedelta(days=7 * week)
        for number in range(usual.claims):
            submitted = monday + timedelta(days=number % 5)
            usual_days = usual.days[number % len(usual.days)]
            decided = submitted + timedelta(days=usual_days)
            habit = usual
            if decided >= since:
                habit = later
                days = later.days[number % len(later.days)] - usual_days
                decided = max(submitted, decided + timedelta(days=days))
            count += 1
            yield _row(payer, group, habit, submitted, decided, count)


def _row(payer: str, group: str, habit: Habit, submitted: date, decided: date, number: int) -> Row:
    cpt = _GROUPS[group][number % 2]
    if decided >= UNTIL + timedelta(days=60):
        return Row(payer, cpt, group, submitted, None, "PENDING", None)
    # Spread evenly, whatever the shares are: the whole part of the share grows by one or not.
    place = number % habit.claims
    denied = (place + 1) * habit.denied // habit.claims > place * habit.denied // habit.claims
    if denied:
        reason = habit.reasons[number // 10 % len(habit.reasons)]
        return Row(payer, cpt, group, submitted, decided, "DENIED", None, reason)
    noise = 0.04 * (-1 if number % 4 < 2 else 1)
    cents = round(10_000 * exp(habit.ratio_micro / 1e6 + noise))
    return Row(payer, cpt, group, submitted, decided, "PAID", cents)


def others(count: int = 5) -> Iterator[Row]:
    """Payers that do what they always did."""
    for number in range(count):
        yield from steady(f"Payer {number}", habit=Habit(denied=8 + number))


def counts_of(
    rows: Iterable[Row], *, until: date = UNTIL, tables: tuple[Table, ...] = TABLES
) -> Counts:
    question = Question(tables=tables, until=until, weeks=34, reference_weeks=8)
    return counted(rows, question)
