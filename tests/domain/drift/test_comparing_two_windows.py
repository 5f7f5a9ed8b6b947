"""Effects become p-values: chance, the swing between weeks, and everybody's scatter."""

import random
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.weekly_cells import WINDOWS, changed, steady

from upstream.domain.drift.comparison import compared
from upstream.domain.drift.detection import Block, Cell, Key
from upstream.domain.drift.dispersion import Scatter, Week, moderated, pooled, scatter_of
from upstream.domain.drift.driftwatch.defaults import DEFAULTS
from upstream.domain.drift.driftwatch.denial_rate import denial_rate
from upstream.domain.drift.driftwatch.sides import sides_of
from upstream.domain.drift.inference import mid_p, two_sided


def _tested(*cells: Cell) -> list[tuple[float, float, float]]:
    """z, p-value and weekly swing of the denial rate of each cell."""
    measured = [denial_rate(sides, DEFAULTS) for sides in sides_of(cells, WINDOWS)]
    tests = compared([measurement for measurement in measured if measurement])
    return [(one.z, one.p_value, one.swing) for one in tests]


@given(st.integers(11, 60), st.integers(11, 60))
def test_without_a_swing_it_is_the_textbook_two_proportion_test(before: int, now: int) -> None:
    cell = changed(before={"claims": 150, "denied": before}, now={"claims": 150, "denied": now})
    ((z, p_value, swing),) = _tested(cell)
    n0, n1 = 13 * 150, 2 * 150
    k0, k1 = 13 * before, 2 * now
    rate = (k0 + k1) / (n0 + n1)
    textbook = (k1 / n1 - k0 / n0) / sqrt(rate * (1 - rate) * (1 / n0 + 1 / n1))
    assert swing == 0
    assert z == pytest.approx(textbook, abs=1e-9)
    assert p_value == pytest.approx(two_sided(textbook), rel=1e-6)


def test_a_small_cell_is_judged_by_the_exact_test_where_that_is_more_careful() -> None:
    cell = changed(before={"claims": 25, "denied": 1}, now={"claims": 25, "denied": 5})
    ((z, p_value, _),) = _tested(cell)
    exact = mid_p(10, 50, 13, 325)
    assert p_value == exact > two_sided(z)


def test_no_denial_anywhere_is_no_difference() -> None:
    ((z, p_value, _),) = _tested(steady(denied=0))
    assert z == 0
    assert p_value == 1


def _swinging_weeks(chance: random.Random, swing: float, weeks: int = 13) -> list[Week]:
    information = 40.0
    effects = [chance.gauss(0, swing) + chance.gauss(0, information**-0.5) for _ in range(weeks)]
    level = sum(effects) / weeks
    return [Week(information, effect - level) for effect in effects]


@pytest.mark.parametrize("swing", [0.0, 0.1, 0.3])
def test_the_swing_between_weeks_is_learned_from_many_cells(swing: float) -> None:
    chance = random.Random(7)  # noqa: S311  a simulation
    scatters = [scatter_of(_swinging_weeks(chance, swing)) for _ in range(400)]
    assert sqrt(pooled(scatters)) == pytest.approx(swing, abs=0.04)


def test_a_cell_of_its_own_leans_on_everybody() -> None:
    wild = Scatter(excess=40.0, freedom=12, leverage=12 * 40.0)
    own = pooled([wild])
    leaning = moderated([wild], towards=0.01, weight=12).variance
    assert 0.01 < leaning < own


def test_calm_weeks_never_make_a_negative_variance() -> None:
    assert pooled([Scatter(excess=-5.0, freedom=12, leverage=480.0)]) == 0


def test_a_payer_that_swings_anyway_is_believed_less() -> None:
    denied = (2, 18, 4, 20, 3, 17, 5, 19, 2, 18, 4, 20, 3)
    swinging = [
        Block(False, week, 100, k, (10,), (100,), WINDOWS.baseline.from_on, 0, 0, 0, 0, 0, 0)
        for week, k in enumerate(denied)
    ]
    now = [
        Block(True, week, 100, 21, (10,), (100,), WINDOWS.baseline.from_on, 0, 0, 0, 0, 0, 0)
        for week in range(2)
    ]
    cell = Cell(key=Key("Harbor Mutual", "Radiology"), blocks=(*swinging, *now))
    steady_z, steady_p, _ = _tested(
        changed(before={"denied": sum(denied) // 13}, now={"denied": 21})
    )[0]
    ((z, p_value, swing),) = _tested(cell)
    assert swing > 0.3
    assert z < steady_z / 2
    assert p_value > 100 * steady_p


def test_when_all_cells_scatter_too_much_all_are_believed_less() -> None:
    shifted = [
        changed(f"Payer {number:02}", now={"denied": 10 + (4 if number % 2 else -4)})
        for number in range(40)
    ]
    alone = _tested(changed("Payer 01", now={"denied": 14}))[0][0]
    together = _tested(*shifted)[1][0]
    assert 0 < together < alone / 1.5
