"""Forecasts of made-up months: what they must beat, never know, and always hold."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upstream.domain.figures.rates import Tally
from upstream.domain.forecast.history import Cell, History, last_month, last_year
from upstream.domain.forecast.judging import ORIGINS_MIN, Outlook, outlook, skill_of
from upstream.domain.forecast.months import first_day, last_day, month_of
from upstream.domain.forecast.rolling import roll

pytestmark = pytest.mark.feature("DR-11")

MONTHS = 24


def cell(payer: str, rates: list[float], claims: int = 200, group: str = "Imaging") -> Cell:
    """Months from 0 on; of each a half was known by its fifteenth day."""
    whole = {month: Tally(claims, round(claims * rate)) for month, rate in enumerate(rates)}
    part = {month: Tally(tally.claims // 2, tally.denied // 2) for month, tally in whole.items()}
    return Cell(payer, group, whole, part)


def history(*cells: Cell, months: int = MONTHS) -> History:
    return History(cells, 0, months - 1, 15)


def seen(given: History) -> Outlook:
    found = outlook(given)
    assert found is not None
    return found


def swinging(seed: str, middle: float = 0.1, swing: float = 0.04) -> list[float]:
    draw = random.Random(seed)  # noqa: S311  reproducible, guards nothing
    return [max(0.0, draw.gauss(middle, swing)) for _ in range(MONTHS)]


def test_a_rate_that_swings_around_a_middle_is_forecast_near_it_and_shown() -> None:
    found = seen(history(cell("Aetna", swinging("a")), cell("Humana", swinging("h", 0.2))))

    assert found.month == MONTHS
    for judged, middle in zip(found.cells, (0.1, 0.2), strict=True):
        assert judged.why_not is None
        assert judged.forecast.rate == pytest.approx(middle, abs=0.03)
        assert judged.skill.beats_last_month
        assert judged.skill.beats_last_year


def test_a_rate_that_climbs_is_better_told_by_last_month_and_not_shown() -> None:
    (judged,) = seen(history(cell("Aetna", [0.02 * month for month in range(MONTHS)]))).cells

    assert judged.why_not == 'The naive forecast "as last month" was as good.'


def test_a_rate_that_repeats_every_year_is_better_told_by_last_year() -> None:
    season = [0.02, 0.3, 0.1, 0.25, 0.05, 0.2, 0.08, 0.28, 0.04, 0.22, 0.12, 0.18]
    (judged,) = seen(history(cell("Aetna", season * 2))).cells

    assert judged.why_not == 'The naive forecast "as last year" was as good.'


def test_without_a_year_the_forecast_has_to_beat_last_month_only() -> None:
    found = seen(history(cell("Aetna", swinging("y")), months=12))

    assert found.cells[0].skill.year_origins == 0
    assert found.cells[0].skill.beats_last_year
    assert found.cells[0].why_not is None


def test_few_months_and_few_claims_are_said_to_be_few() -> None:
    young = seen(history(cell("Aetna", swinging("f")), months=ORIGINS_MIN))
    small = seen(history(cell("Aetna", swinging("f"), claims=4)))

    assert young.cells[0].why_not
    assert "months to test it on" in young.cells[0].why_not
    assert small.cells[0].why_not == "Fewer than 5 decisions a month are expected."
    assert outlook(history(cell("Aetna", swinging("f")), months=2)) is None


def test_a_forecast_knows_nothing_of_the_months_to_come() -> None:
    rates = swinging("k")
    one = history(cell("Aetna", rates))
    other = history(cell("Aetna", [*rates[:15], *(1 - rate for rate in rates[15:])]))
    # From month 14 on the part of month 15 is known, so that 13 is the last that may not differ.
    before = [origin for origin in roll(one) if origin.month < 15]

    assert before == [origin for origin in roll(other) if origin.month < 15]
    assert list(roll(one))[-1] != list(roll(other))[-1]


def test_a_small_cell_leans_on_its_payer() -> None:
    large, other = cell("Strict", swinging("l", 0.4)), cell("Mild", swinging("m", 0.05))
    small = cell("Strict", [0.0] * MONTHS, claims=2, group="Surgery")
    found = {
        (one.cell.payer, one.cell.cpt_group): one.forecast.rate
        for one in seen(history(large, small, other)).cells
    }

    assert found["Strict", "Surgery"] > 0.02
    assert found["Strict", "Imaging"] == pytest.approx(0.4, abs=0.05)


def test_intervals_cover_what_they_promise_where_nothing_drifts() -> None:
    draw = random.Random("coverage")  # noqa: S311  reproducible, guards nothing
    cells = []
    for number in range(40):
        middle = draw.uniform(0.05, 0.25)
        rates = [max(0.0, draw.gauss(middle, 0.02)) for _ in range(MONTHS)]
        counts = [sum(draw.random() < rate for _ in range(150)) for rate in rates]
        whole = {month: Tally(150, denied) for month, denied in enumerate(counts)}
        cells.append(Cell(f"Payer {number}", "Imaging", whole, {}))
    skill = seen(history(*cells)).skill

    assert skill.covered80 is not None
    assert skill.covered95 is not None
    assert 0.75 <= skill.covered80 <= 0.9
    assert 0.92 <= skill.covered95 <= 1.0


_TALLY = (
    st.integers(0, 60)
    .flatmap(lambda claims: st.tuples(st.just(claims), st.integers(0, claims)))
    .map(lambda pair: Tally(*pair))
)
_CELLS = st.lists(
    st.lists(st.tuples(_TALLY, _TALLY), min_size=5, max_size=16), min_size=1, max_size=4
)


@settings(max_examples=60)
@given(_CELLS)
def test_every_interval_holds_its_rate_and_rows_have_no_order(
    months: list[list[tuple[Tally, Tally]]],
) -> None:
    cells = [
        Cell(
            f"Payer {number % 2}",
            f"Group {number}",
            {month: whole for month, (whole, _) in enumerate(of_cell)},
            {month: part for month, (_, part) in enumerate(of_cell)},
        )
        for number, of_cell in enumerate(months)
    ]
    found = seen(History(cells, 0, 15, 15))
    again = seen(History(cells[::-1], 0, 15, 15))
    for judged, other in zip(found.cells, reversed(again.cells), strict=True):
        one = judged.forecast
        assert 0 <= one.low95 <= one.low80 <= one.rate <= one.high80 <= one.high95 <= 1
        assert other.forecast.rate == pytest.approx(one.rate, abs=1e-9)
        assert other.why_not == judged.why_not


def test_the_naive_forecasts_by_hand() -> None:
    rates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 0.0, 0.1, 0.2]
    known = cell("Aetna", rates, claims=10)

    assert last_month(known, 3, 15) == 0.4
    assert last_month(known, 3, 14) == 0.3
    assert last_month(known, 20, 15) is None
    assert last_year(known, 11) == 0.1
    assert last_year(known, 5) is None
    assert skill_of([]).error is None


def test_months_are_numbers_and_come_back_as_days() -> None:
    december = month_of(first_day(month_of(first_day(2026 * 12 + 11))))

    assert str(first_day(december)) == "2026-12-01"
    assert str(last_day(december)) == "2026-12-31"
    assert str(first_day(december + 1)) == "2027-01-01"
