"""The trend chart draws what it was given, and says it in words too."""

from hypothesis import given
from hypothesis import strategies as st
from tests.api.charts.reading import all_of, cells, drawings, number, tree, words

from upstream.api.charts.trend import Month, trend

JANUARY = Month(month="2026-01", claims=200, denied=20, denial_rate=0.1)
FEBRUARY = Month(month="2026-02", claims=100, denied=20, denial_rate=0.2)
UNDECIDED = Month(month="2026-03", claims=50, denied=0, denial_rate=None)

months = st.lists(
    st.builds(
        Month,
        month=st.dates().map(lambda day: f"{day:%Y-%m}").filter(lambda text: len(text) == 7),
        claims=st.integers(0, 2_000_000),
        denied=st.integers(0, 2_000_000),
        denial_rate=st.none() | st.floats(0, 1),
    ),
    min_size=1,
    max_size=40,
)


def test_a_bar_is_as_high_as_its_claims() -> None:
    wide, _ = drawings(tree(trend([JANUARY, FEBRUARY])))
    january, february = (number(bar, "height") for bar in all_of(wide, "rect", "bar"))
    assert january == 2 * february


def test_a_higher_rate_is_drawn_higher() -> None:
    wide, _ = drawings(tree(trend([JANUARY, FEBRUARY])))
    january, february = (number(dot, "cy") for dot in all_of(wide, "circle", "dot"))
    assert february < january


def test_the_last_rate_is_written_at_the_end_of_the_line() -> None:
    wide, narrow = drawings(tree(trend([JANUARY, FEBRUARY])))
    for drawing in (wide, narrow):
        assert [words(text) for text in all_of(drawing, "text", "value")] == ["20.0%"]


def test_the_line_breaks_where_nothing_was_decided() -> None:
    april = Month(month="2026-04", claims=100, denied=10, denial_rate=0.1)
    wide, _ = drawings(tree(trend([JANUARY, FEBRUARY, UNDECIDED, april])))
    (path,) = all_of(wide, "path", "line")
    assert (path.get("d") or "").count("M") == 2
    assert len(all_of(wide, "circle", "dot")) == 3


def test_a_month_with_few_claims_is_a_dot_outside_the_line() -> None:
    few = Month(month="2026-03", claims=3, denied=3, denial_rate=1.0)
    april = Month(month="2026-04", claims=100, denied=10, denial_rate=0.1)
    figure = tree(trend([few, JANUARY, FEBRUARY, april]))
    wide, _ = drawings(figure)
    (path,) = all_of(wide, "path", "line")
    assert (path.get("d") or "").count("L") == 2
    assert len(all_of(wide, "circle", "dot-few")) == 1
    assert "since Jan 2026" in words(figure)


def test_the_table_holds_every_month() -> None:
    assert cells(tree(trend([JANUARY, UNDECIDED]))) == [
        ["Month", "Claims", "Denied", "Denial rate"],
        ["Jan 2026", "200", "20", "10.0%"],
        ["Mar 2026", "50", "0", "\N{EN DASH}"],
    ]


def test_the_caption_says_what_happened() -> None:
    caption = tree(trend([JANUARY, FEBRUARY])).find("figcaption")
    assert caption is not None
    assert "20.0% in Feb 2026, +10.0 pts since Jan 2026." in words(caption)


def test_no_month_is_said_instead_of_drawn() -> None:
    figure = tree(trend([]))
    assert drawings(figure) == []
    assert "No claim is known at this moment." in words(figure)


@given(months)
def test_every_month_has_its_bar_and_stays_inside_the_drawing(given_months: list[Month]) -> None:
    """Whatever the figures, nothing is drawn outside its box and nothing is lost."""
    for drawing in drawings(tree(trend(given_months))):
        _, _, width, height = map(float, (drawing.get("viewBox") or "").split())
        bars = all_of(drawing, "rect", "bar")
        assert len(bars) == len(given_months)
        for bar in bars:
            assert 0 <= number(bar, "x") <= width
            assert 0 <= number(bar, "y") <= height
            assert number(bar, "y") + number(bar, "height") <= height
