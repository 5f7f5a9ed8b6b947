"""The bar that carries the moment: where it stands, where it leads, what it compares with."""

import pytest
from msgspec.structs import replace
from tests.api.pages.examples import STOPS, moment

from upstream.api.pages.frame.moment_shown import position_of_stop

LAST = len(STOPS) - 1


@pytest.mark.feature("RD-2")
def test_the_present_carries_no_moment_in_its_address() -> None:
    assert moment().as_of is None
    assert moment().href == "/p"


@pytest.mark.feature("RD-2")
def test_a_past_moment_is_a_link() -> None:
    assert moment(3).href == "/p?as_of=position:40"
    assert moment(3).later == STOPS[-1].position - 40


def test_steps_lead_to_the_stops_before_and_after() -> None:
    assert moment(3).earlier_href == "/p?as_of=position:30"
    assert moment(3).later_href == "/p?as_of=position:50"


def test_the_last_step_forward_is_now() -> None:
    assert moment(LAST - 1).later_href == "/p"


def test_there_is_nothing_before_the_first_stop_nor_after_now() -> None:
    assert moment(0).earlier_href is None
    assert moment().later_href is None


def test_a_position_between_two_stops_stands_at_the_earlier_one() -> None:
    between = STOPS[7].position + 3
    shown = moment(7)
    assert shown.index == 7
    assert replace(shown, position=between).index == 7


def test_what_is_compared_stays_when_the_moment_moves() -> None:
    assert moment(9, compare_to=40).later_href == "/p?as_of=position:110&compare_to=position:40"


def test_one_may_compare_with_a_day_a_week_and_a_month_earlier() -> None:
    labels = [choice.label for choice in moment(50).choices]
    assert [label.split(":")[0] for label in labels[:3]] == [
        "A day earlier",
        "A week earlier",
        "30 days earlier",
    ]


def test_the_position_compared_with_is_always_among_the_choices() -> None:
    (chosen,) = [choice for choice in moment(50, compare_to=20).choices if choice.chosen]
    assert chosen.value == "position:20"


@pytest.mark.parametrize(("index", "position"), [(0, 10), (-4, 10), (98, 990), (99, None)])
def test_a_place_of_the_slider_means_a_position(index: int, position: int | None) -> None:
    assert position_of_stop(STOPS, index) == position


def test_an_empty_log_has_a_slider_without_stops() -> None:
    shown = replace(moment(), stops=(), position=0)
    assert (shown.index, shown.head, shown.choices) == (0, 0, ())
