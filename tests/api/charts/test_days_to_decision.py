"""The histogram of days to decision loses no claim between its bins."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.api.charts.reading import all_of, cells, drawings, number, tree, words

from upstream.api.charts.histogram import Days, binned, histogram

cells_of_days = st.lists(
    st.builds(Days, days=st.integers(0, 3_000), claims=st.integers(0, 100_000)), max_size=50
)


@given(cells_of_days)
def test_every_claim_is_in_exactly_one_bin(given_cells: list[Days]) -> None:
    bins = binned(given_cells)
    assert sum(b.claims for b in bins) == sum(cell.claims for cell in given_cells)
    assert len(bins) <= 26
    assert all(a.last is not None and a.last + 1 == b.first for a, b in pairwise(bins))


def test_the_median_stands_in_the_middle_of_its_day() -> None:
    figure = tree(histogram([Days(days=0, claims=1), Days(days=1, claims=3)], 1))
    wide, _ = drawings(figure)
    (median,) = all_of(wide, "line", "median")
    bar = all_of(wide, "rect", "bar")[1]
    middle = number(bar, "x") + number(bar, "width") / 2
    assert abs(number(median, "x1") - middle) < 0.1
    assert "median 1 day" in words(wide)


def test_the_last_one_in_a_hundred_does_not_squeeze_the_others() -> None:
    bins = binned([Days(days=10, claims=990), Days(days=900, claims=10)])
    assert [(b.first, b.last, b.claims) for b in bins][-1] == (10, None, 1_000)
    assert len(bins) == 11


def test_the_table_names_the_range_of_days() -> None:
    figure = tree(histogram([Days(days=59, claims=7)], 59))
    assert cells(figure)[-1] == ["57\N{EN DASH}59", "7"]


def test_no_decided_claim_is_said_instead_of_drawn() -> None:
    figure = tree(histogram([Days(days=4, claims=0)], None))
    assert drawings(figure) == []
    assert "No decided claim" in words(figure)
