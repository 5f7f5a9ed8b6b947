"""Yardsticks that compare two windows: the original's thresholds, and Fisher or Welch with BH."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import exp, lgamma, sqrt
from statistics import median

from upstream.application.seed.labelled import AnswerSheet, SimulatedClaim
from upstream.cli.bench.detection.judging import Fired, Place
from upstream.cli.bench.detection.weekly_sums import RATES, Watched
from upstream.domain.drift.inference import two_sided

CURRENT_WEEKS, BASELINE_WEEKS, VOLUME_MIN = 2, 13, 30
FALSE_DISCOVERY = 0.05
_POINTS, _PART, _DAYS, _RELATIVE = 0.05, 0.05, 3.0, 0.5


def naive(sheet: AnswerSheet, year: Watched, looks: Sequence[int]) -> Iterator[Fired]:
    """Two weeks against thirteen by date of decision; five points, five per cent, three days."""
    for week in looks:
        for place in year.weeks:
            now = year.window(place, week - CURRENT_WEEKS, week)
            before = year.window(place, week - CURRENT_WEEKS - BASELINE_WEEKS, week - CURRENT_WEEKS)
            if min(now.claims, before.claims) < VOLUME_MIN:
                continue
            change = now.mean - before.mean
            if place.kind in RATES:
                fires = abs(change) >= (_POINTS if place.kind == "denial_rate" else _POINTS / 2)
            elif place.kind == "allowed_amount":
                fires = abs(exp(change) - 1) >= _PART
            else:
                fires = abs(exp(now.mean) - exp(before.mean)) >= _DAYS
            if fires:
                yield Fired(_day(sheet, week), place, change > 0)


def original(
    sheet: AnswerSheet, claims: Sequence[SimulatedClaim], looks: Sequence[int]
) -> Iterator[Fired]:
    """The published rules: windows by date of submission, decided claims only.

    Fourteen days against ninety; five points or half as much again; three days or half as much
    again, of medians; thirty claims in each window. Of amounts it watched nothing.
    """
    for week in looks:
        end = 7 * week
        cells: dict[tuple[str, str], tuple[list[SimulatedClaim], list[SimulatedClaim]]] = {}
        for claim in claims:
            if end - 104 <= claim.submitted < end and claim.decided < end:
                sides = cells.setdefault((claim.payer, claim.cpt_group), ([], []))
                if claim.outcome != "OTHER":
                    sides[claim.submitted >= end - 14].append(claim)
        for (payer, group), (before, now) in sorted(cells.items()):
            if min(len(before), len(now)) >= VOLUME_MIN:
                yield from _original_cell(_day(sheet, week), payer, group, before, now)


def _original_cell(
    until: date,
    payer: str,
    group: str,
    before: Sequence[SimulatedClaim],
    now: Sequence[SimulatedClaim],
) -> Iterator[Fired]:
    rates = [sum(c.outcome == "DENIED" for c in side) / len(side) for side in (before, now)]
    days = [float(median(c.decided - c.submitted for c in side)) for side in (before, now)]
    for kind, (old, new), least in (
        ("denial_rate", rates, _POINTS),
        ("days_to_decision", days, _DAYS),
    ):
        change = new - old
        if abs(change) >= least or (old > 0 and abs(change / old) >= _RELATIVE):
            yield Fired(until, Place(kind, payer, group), change > 0)


def fisher(sheet: AnswerSheet, year: Watched, looks: Sequence[int]) -> Iterator[Fired]:
    """Fisher's exact test for rates, Welch's for logarithms; Benjamini-Hochberg at 5 % a look."""
    for week in looks:
        tested: list[tuple[Place, float, bool]] = []
        for place in year.weeks:
            now = year.window(place, week - CURRENT_WEEKS, week)
            before = year.window(place, week - CURRENT_WEEKS - BASELINE_WEEKS, week - CURRENT_WEEKS)
            if min(now.claims, before.claims) < VOLUME_MIN:
                continue
            rises = now.mean > before.mean
            if place.kind in RATES:
                p_value = mid_p(int(now.total), now.claims, int(before.total), before.claims)
            else:
                error = sqrt(now.variance / now.claims + before.variance / before.claims)
                p_value = two_sided((now.mean - before.mean) / error) if error else 1.0
            tested.append((place, p_value, rises))
        q_values = benjamini_hochberg([p_value for _, p_value, _ in tested])
        for (place, _, rises), q_value in zip(tested, q_values, strict=True):
            if q_value <= FALSE_DISCOVERY:
                yield Fired(_day(sheet, week), place, rises)


def _day(sheet: AnswerSheet, week: int) -> date:
    return sheet.begins_on + timedelta(days=7 * week)


def mid_p(now: int, of_now: int, before: int, of_before: int) -> float:
    """Two-sided mid-p value of Fisher's exact test: `now` of `of_now` against `before`.

    Twice the smaller tail, half of the observed table counted (Lancaster 1961): exact where the
    normal approximation is not, and less cautious than Fisher's own p-value.
    """
    events = now + before
    claims = of_now + of_before
    lowest, highest = max(0, events - of_before), min(events, of_now)
    total = _log_choose(claims, events)
    below = above = same = 0.0
    for count in range(lowest, highest + 1):
        chance = exp(_log_choose(of_now, count) + _log_choose(of_before, events - count) - total)
        if count < now:
            below += chance
        elif count > now:
            above += chance
        else:
            same = chance
    return min(1.0, 2 * (min(below, above) + same / 2))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The q-value of each test: reporting all with q <= a keeps the false share at a or below.

    Benjamini & Hochberg 1995, step-up; holds for independent and for positively dependent tests.
    """
    tests = len(p_values)
    q_values = [1.0] * tests
    smallest = 1.0
    by_p_descending = sorted(range(tests), key=lambda index: (-p_values[index], index))
    for rank, index in zip(range(tests, 0, -1), by_p_descending, strict=True):
        smallest = min(smallest, p_values[index] * tests / rank)
        q_values[index] = smallest
    return q_values
