"""The payer chart ranks by denial rate and never lets a name become markup."""

from tests.api.charts.reading import all_of, cells, drawings, number, tree, words

from upstream.api.charts.payers import SHOWN, Payer, payers

HOSTILE = '<script>alert("x")</script> & Sons'


def payer(name: str, rate: float | None, claims: int = 100, before: float | None = None) -> Payer:
    denied = round(claims * (rate or 0))
    return Payer(payer=name, claims=claims, denied=denied, denial_rate=rate, rate_before=before)


def test_the_highest_rate_comes_first_and_no_rate_last() -> None:
    figure = tree(payers([payer("B", None), payer("A", 0.1), payer("C", 0.3)]))
    assert [row[0] for row in cells(figure)] == ["Payer", "C", "A", "B"]


def test_a_bar_is_as_long_as_its_rate() -> None:
    wide, _ = drawings(tree(payers([payer("A", 0.1), payer("C", 0.3)])))
    longer, shorter = (number(bar, "width") for bar in all_of(wide, "rect", "bar-rate"))
    assert abs(longer - 3 * shorter) < 0.1


def test_every_rate_is_written_beside_its_bar() -> None:
    wide, _ = drawings(tree(payers([payer("A", 0.123)])))
    assert [words(text) for text in all_of(wide, "text", "value")] == ["12.3%"]


def test_the_rate_before_is_a_tick_of_its_own() -> None:
    wide, _ = drawings(tree(payers([payer("A", 0.2, before=0.1), payer("B", 0.1)])))
    (tick,) = all_of(wide, "line", "before")
    (first, _) = all_of(wide, "rect", "bar-rate")
    assert number(first, "x") < number(tick, "x1") < number(first, "x") + number(first, "width")


def test_more_than_ten_payers_are_in_the_table_only() -> None:
    figure = tree(payers([payer(f"Payer {i:02}", i / 100) for i in range(SHOWN + 3)]))
    wide, _ = drawings(figure)
    assert len(all_of(wide, "rect", "bar-rate")) == SHOWN
    assert len(cells(figure)) == SHOWN + 3 + 1
    assert "3 more in the table" in words(figure)


def test_a_name_is_text_whatever_it_holds() -> None:
    markup = payers([payer(HOSTILE, 0.1)])
    assert "<script" not in markup
    assert HOSTILE in [row[0] for row in cells(tree(markup))]
