"""What holds for every chart: strict policy, names for screen readers, words for numbers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from tests.api.charts.reading import all_of, drawings, number, tree

from upstream.api.charts import wording
from upstream.api.charts.histogram import Days, histogram
from upstream.api.charts.payers import Payer, payers
from upstream.api.charts.scale import scale
from upstream.api.charts.sparkline import sparkline
from upstream.api.charts.strip import Stop, strip
from upstream.api.charts.trend import Month, trend

FIGURES = {
    "trend": trend([Month(month="2026-01", claims=9, denied=1, denial_rate=0.1)]),
    "payers": payers([Payer(payer="A", claims=9, denied=1, denial_rate=0.1)]),
    "days": histogram([Days(days=3, claims=9)], 3),
}


@pytest.mark.parametrize("markup", FIGURES.values(), ids=FIGURES.keys())
def test_a_figure_names_its_drawings_by_its_caption(markup: Markup) -> None:
    figure = tree(markup)
    caption = figure.find("figcaption")
    assert caption is not None
    assert [d.get("role") for d in drawings(figure)] == ["img", "img"]
    assert {d.get("aria-labelledby") for d in drawings(figure)} == {caption.get("id")}


@pytest.mark.parametrize("markup", FIGURES.values(), ids=FIGURES.keys())
def test_no_figure_needs_an_inline_style_or_script(markup: Markup) -> None:
    for node in tree(markup).iter():
        assert "style" not in node.attrib
        assert not [name for name in node.attrib if name.startswith("on")]
        assert not node.tag.endswith(("style", "script"))


def test_every_id_is_used_once_on_a_page_with_all_figures() -> None:
    ids = [
        node.get("id")
        for markup in FIGURES.values()
        for node in tree(markup).iter()
        if node.get("id")
    ]
    assert len(ids) == len(set(ids))


@given(st.floats(0, 1e9), st.integers(1, 6))
def test_a_scale_ends_on_a_tick_at_or_above_its_largest_value(largest: float, ticks: int) -> None:
    made = scale(largest, 100, 0, ticks=ticks)
    assert made.top >= largest * (1 - 1e-9)
    assert abs(made(made.ticks(ticks)[-1])) < 1e-6


def test_a_sparkline_needs_two_points_and_ends_on_its_last() -> None:
    assert sparkline([0.1, None]) == ""
    drawn = tree(sparkline([0.1, None, 0.3]))
    (end,) = all_of(drawn, "circle")
    assert drawn.get("aria-hidden") == "true"
    assert number(end, "cy") == 3


def test_a_single_event_stays_visible_beside_a_million() -> None:
    drawn = all_of(tree(strip([Stop(events=1), Stop(events=1_000_000)])), "line")
    one, million = (number(bar, "y1") - number(bar, "y2") for bar in drawn)
    assert 1 < one < million <= 20


@pytest.mark.parametrize(
    ("cents", "exact", "short"),
    [
        (0, "$0.00", "$0"),
        (123_450, "$1,234.50", "$1,234"),
        (-5, "\N{MINUS SIGN}$0.05", "\N{MINUS SIGN}$0"),
        (99_999_949_999, "$999,999,499.99", "$1B"),
        (123_456_789, "$1,234,567.89", "$1.2M"),
    ],
)
def test_money_is_exact_in_full_and_short_on_a_tile(cents: int, exact: str, short: str) -> None:
    assert wording.money(cents) == exact
    assert wording.money_compact(cents) == short


def test_numbers_read_the_way_people_write_them() -> None:
    assert wording.count(1_234_567) == "1,234,567"
    assert wording.compact(12_345) == "12.3k"
    assert wording.percent(0.1234) == "12.3%"
    assert [wording.certainty(sure) for sure in (0.5312, 0.9994, 0.9995, 0.9999)] == [
        "53.1%",
        "99.9%",
        "> 99.9%",
        "> 99.9%",
    ]
    assert wording.points(-0.0312) == "\N{MINUS SIGN}3.1 pts"
    assert wording.points(0.0001) == "±0.0 pts"
    assert [wording.days(n) for n in (1, 18.5, None)] == ["1 day", "18.5 days", "\N{EN DASH}"]
    assert wording.size(1_536_000) == "1.5 MB"


def test_a_moment_is_told_on_the_customers_clock() -> None:
    noon = datetime(2026, 3, 1, 17, 5, tzinfo=UTC)
    assert wording.moment(noon, "America/New_York") == "1 Mar 2026, 12:05 EST"
