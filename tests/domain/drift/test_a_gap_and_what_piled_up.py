"""Neither a gap nor the weeks that work off what piled up in it tell a payer's usual speed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.support.counted_waits import Row
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others, steady

from upstream.domain.drift.catching_up import charged_weeks
from upstream.domain.drift.counts import DecisionDays, Waiting
from upstream.domain.drift.delayguard import DelayGuard
from upstream.domain.drift.detection import Drift
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.life_table import life_table, shares
from upstream.domain.drift.remittances import Gap, Rhythm, rhythm_of

WEEKS = 20
OF_TIME = {"days_to_decision", "payment_delay"}
GAP_DAYS = 9
SPREAD = Habit(claims=150, days=(4, 9, 16, 23))


def _worked_off(left: tuple[int, ...]) -> Waiting:
    """100 claims a week, each decided in the week after its own; but none in week 5, and so many
    still lie about at the ends of the weeks after it.
    """
    lies_about = {5: 100, **dict(zip(range(4, -1, -1), left, strict=False))}
    waits: list[tuple[int, int, int]] = []
    queue: list[tuple[int, int]] = []
    for week in range(WEEKS - 1, -1, -1):
        able = sum(claims for _, claims in queue) - lies_about.get(week, 0)
        still: list[tuple[int, int]] = []
        for came, claims in queue:
            done = min(claims, able)
            able -= done
            waits.append((came, week, done))
            still.append((came, claims - done))
        queue = [*still, (week, 100)]
    waits += [(came, -1, claims) for came, claims in queue]
    kept = sorted(one for one in waits if one[2])
    return Waiting(
        "Northwind Health",
        "Radiology",
        [came for came, _, _ in kept],
        [decided for _, decided, _ in kept],
        [claims for _, _, claims in kept],
    )


def _not_charged(left: tuple[int, ...], gap: Gap) -> list[int]:
    rhythm = Rhythm(
        usual_gap=1,
        longest_gap=GAP_DAYS,
        silent_days=0,
        charged=(True,) * WEEKS,
        gaps=(gap,),
    )
    table = life_table([_worked_off(left)], WEEKS)
    usual = shares(table, [week for week in range(WEEKS) if week > gap.began])[:, 0]
    charged = charged_weeks(rhythm, table, usual)
    return [week for week in range(WEEKS) if not charged[week]]


@pytest.mark.parametrize(
    ("left", "silent_about"),
    [
        ((0,), [4, 5]),
        ((60, 0), [3, 4, 5]),
        ((80, 50, 0), [2, 3, 4, 5]),
        # Who needs longer than the gap itself took is slow, and that must show.
        ((90, 80, 70, 60, 50), []),
    ],
)
def test_weeks_say_nothing_until_the_backlog_is_gone(
    left: tuple[int, ...], silent_about: list[int]
) -> None:
    assert _not_charged(left, Gap(began=5, ended=4, days=GAP_DAYS)) == silent_about


def _days(*silent: range) -> DecisionDays:
    """A payer that decides on every day but these."""
    days = [day for day in range(1, 7 * WEEKS) if not any(day in gap for gap in silent)]
    return DecisionDays("Northwind Health", days, [20] * len(days))


def test_a_gap_that_stands_alone_is_out_of_rhythm() -> None:
    rhythm = rhythm_of(_days(range(30, 38)), UNTIL, WEEKS)
    assert rhythm.gaps == (Gap(began=5, ended=4, days=GAP_DAYS),)
    assert rhythm.longest_gap == GAP_DAYS


def test_gap_after_gap_is_another_rhythm() -> None:
    rhythm = rhythm_of(_days(range(8, 16), range(22, 30), range(34, 42)), UNTIL, WEEKS)
    assert rhythm.gaps == ()
    assert all(rhythm.charged[:WEEKS])


def test_a_gap_that_lasts_is_a_silence_and_counts() -> None:
    rhythm = rhythm_of(_days(range(1, 9)), UNTIL, WEEKS)
    assert (rhythm.gaps, rhythm.silent_days) == ((), 8)
    assert rhythm.charged[0]


def _with_gap(rows: Iterator[Row], weeks_ago: int, works_off: int = 1) -> Iterator[Row]:
    """Nine days from a Tuesday without a decision; what was due comes in the days after it."""
    begins_on = UNTIL - timedelta(days=7 * weeks_ago - 1)
    ends_on = begins_on + timedelta(days=GAP_DAYS)
    for number, row in enumerate(rows):
        if row.decided_on is not None and begins_on <= row.decided_on < ends_on:
            late = 0 if works_off == 1 else 2 * (number % works_off)
            yield row._replace(decided_on=ends_on + timedelta(days=late))
        else:
            yield row


def _of_time(rows: Iterator[Row], until: date = UNTIL) -> list[Drift]:
    counts = counts_of([*rows, *others()], until=until)
    return [
        drift
        for product in (DelayGuard(), DriftWatch())
        for drift in product.assess(counts, until, product.settings).drifts
        if drift.kind in OF_TIME
    ]


@pytest.mark.feature("DR-3")
@pytest.mark.parametrize(
    ("weeks_ago", "works_off"), [(2, 1), (4, 1), (4, 5), (5, 1), (6, 5), (9, 1), (12, 5)]
)
def test_who_has_caught_up_is_neither_faster_nor_slower(weeks_ago: int, works_off: int) -> None:
    """Whether the gap lies in the newest weeks or in those they are held against."""
    assert _of_time(_with_gap(steady(habit=SPREAD), weeks_ago, works_off)) == []


@pytest.mark.feature("DR-3")
def test_who_still_catches_up_is_slow() -> None:
    """However much comes in the newest week."""
    found = _of_time(_with_gap(steady(habit=SPREAD), weeks_ago=2, works_off=5))
    assert {drift.kind for drift in found} == OF_TIME
    assert all(drift.delta > 0 for drift in found)


@pytest.mark.feature("DR-3")
@pytest.mark.parametrize("weeks_ago", [6, 14])
@pytest.mark.parametrize(("days", "rises"), [((9, 14, 21, 28), True), ((2, 5, 10, 15), False)])
def test_a_change_after_a_gap_is_found_all_the_same(
    days: tuple[int, ...], rises: bool, weeks_ago: int
) -> None:
    now = Habit(claims=150, days=days)
    rows = changed(before=SPREAD, now=now, since=UNTIL - timedelta(days=21))
    found = _of_time(_with_gap(rows, weeks_ago))
    assert {drift.kind for drift in found} == OF_TIME
    assert {drift.delta > 0 for drift in found} == {rises}
