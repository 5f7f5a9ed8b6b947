"""What is not known makes every change less certain: rare events, new codes, a restless market."""

from datetime import timedelta
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.weekly_claims import UNTIL, Habit, counts_of, others, steady

from upstream.domain.drift.delayguard import DelayGuard
from upstream.domain.drift.detection import Key
from upstream.domain.drift.evidence import Counted, evidence_of_counts, surprise
from upstream.domain.drift.market import WeekMoves, weekly_moves
from upstream.domain.drift.panel import Panel
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.drift.weekly import Floats

GUARD = DelayGuard()
REASON = PRODUCTS[1].settings.of("denial_reason")


def _counted(now: float, expected: float, before: float, trials: float = 200) -> Counted:
    return _of(now, expected, trials, expected, before, 2 * trials)


def _of(*numbers: float) -> Counted:
    return Counted(*(np.array(number, dtype=np.float64) for number in numbers))


def _by_chance(counts: Counted) -> Floats:
    return np.asarray(1 / counts.information + 1 / counts.before)


@pytest.mark.feature("DR-7")
def test_events_after_a_baseline_without_any_are_no_more_than_heads_in_a_row() -> None:
    """A third of all claims are in the window: five events there of five are (1/3)^5, z = 2.6."""
    counts = _counted(now=5, expected=0.125, before=0.25)
    assert surprise(counts, _by_chance(counts)) < 3.5
    assert surprise(_counted(5, 5, 10), np.array(0.3)) == pytest.approx(0)


@given(st.integers(1, 60), st.floats(1, 40))
def test_a_long_baseline_is_held_for_certain(now: int, expected: float) -> None:
    """Then it is the deviance of one window alone."""
    short = _of(now, expected, 10_000, expected, 1e9, 1e13)
    z = float(surprise(short, np.asarray(1 / short.information)))
    assert (z > 0) is (now > expected) or z == pytest.approx(0, abs=1e-3)
    assert abs(z) <= abs(now - expected) / sqrt(min(now, expected)) + 0.1


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_baseline_ten_times_as_long_never_makes_a_change_less_sure(now: int, usual: int) -> None:
    short = _of(now, usual, 200, usual, usual, 200)
    long = _of(now, usual, 200, usual, 10 * usual, 2_000)
    z_short, z_long = (surprise(one, _by_chance(one)) for one in (short, long))
    assert abs(z_long) >= abs(z_short) - 1e-9
    assert evidence_of_counts(long, z_long, REASON) > 0


def _rates(*doubts: list[float]) -> Panel:
    by_week = np.array(doubts).T
    return Panel(
        kind="denial_rate",
        keys=[Key("Northwind Health", f"Radiology {place}") for place in range(len(doubts))],
        peers=["Radiology"] * len(doubts),
        observed=np.full_like(by_week, 10),
        expected=np.full_like(by_week, 10),
        squares=np.full_like(by_week, 1),
        trials=np.full_like(by_week, 100),
        doubts=by_week,
    )


@pytest.mark.feature("DR-7")
def test_a_window_of_codes_nobody_knows_is_compared_with_caution() -> None:
    """Half of the newest claims are of a code with one claim in twenty known: 1/20 each."""
    known, new = 100 / 500, 50 / 500 + 50 / 20
    panel = _rates([new, new, *[known] * 20], [known] * 22)
    looks = panel.looks(2, baseline_weeks=20, baseline_weeks_min=8)
    shifted, same = looks.doubt.tolist()
    assert same == 0
    exact = 0.5**2 / 20 * looks.trials[0] / looks.information[0]
    assert exact <= shifted <= 3 * exact


def _moved(cells: int, apart: float, moved: int) -> WeekMoves:
    """Ten weeks; in the third, `moved` of the cells are `apart` from the others."""
    means = np.zeros((10, cells))
    means[2, :moved] = apart
    return weekly_moves(means, np.full((10, cells), 50.0), np.full(cells, 0.01))


@pytest.mark.feature("DR-7")
def test_a_week_in_which_payers_move_apart_says_less() -> None:
    apart = _moved(40, 0.08, moved=16)
    assert apart.variances[2] > 0
    assert [week for week, variance in enumerate(apart.variances) if variance > 0] == [2]
    one = _moved(40, 0.08, moved=1)
    assert not one.variances.any(), "one that drifts moves no market"
    together = _moved(40, 0.08, moved=40)
    assert together.moves[2] - together.moves[1] == pytest.approx(0.08)
    assert not together.variances.any()


@pytest.mark.feature("DR-3", "DR-7")
def test_a_payer_with_nothing_left_to_decide_is_silent_for_a_reason() -> None:
    left_on = UNTIL - timedelta(days=70)
    habit = Habit(claims=150, days=(4, 9, 16, 23))
    rows = [row for row in steady(habit=habit) if row.submitted_on < left_on]
    assessment = GUARD.assess(counts_of([*rows, *others()]), UNTIL, GUARD.settings)
    assert assessment.drifts == ()
