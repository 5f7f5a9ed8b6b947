"""Figures worked out by hand from their definitions, and what holds for any counts at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.figures.counts import Counted, Open, Seen, Sums
from upstream.domain.figures.definitions import DEFINITIONS
from upstream.domain.figures.formulas import Reading, readings

EVERYTHING_SEEN = Seen(waiting=True, decided_again=True, appeals=True, write_offs=True)

pytestmark = pytest.mark.feature("RD-5")


def counted(**more: Any) -> Counted:  # noqa: ANN401  any part of it
    plain: dict[str, Any] = {
        "submitted": Sums(),
        "first": Sums(),
        "decided": Sums(),
        "open": Open(0, 0, 0),
        "appealed_after": (),
        "days": 90,
    }
    return Counted(**{**plain, **more})


def figure(key: str, group: Counted, seen: Seen = EVERYTHING_SEEN) -> Reading:
    (found,) = (reading for reading in readings(group, seen) if reading.key == key)
    return found


def test_every_definition_has_its_formula_in_its_order() -> None:
    found = readings(counted(), EVERYTHING_SEEN)

    assert [one.key for one in found] == [one.key for one in DEFINITIONS]
    assert len({one.key for one in found}) == len(found)


def test_hfma_has_six_denial_figures() -> None:
    assert {one.kpi for one in DEFINITIONS} == {None, 1, 2, 3, 4, 5, 6}


def test_of_nothing_no_figure_is_known_and_none_is_zero() -> None:
    for reading in readings(counted(), EVERYTHING_SEEN):
        assert reading.value is None, reading.key
        assert reading.unknown, reading.key


def test_initial_denials_are_a_share_of_the_claims_submitted() -> None:
    group = counted(submitted=Sums(claims=200, undecided=40, denied_first=12))
    found = figure("initial_denial_rate", group)

    assert (found.value, found.numerator, found.denominator) == (0.06, 12, 200)
    assert found.note == "40 still undecided"


def test_without_claims_that_wait_the_initial_rate_says_so() -> None:
    group = counted(submitted=Sums(claims=200, denied_first=12))
    found = figure("initial_denial_rate", group, Seen(decided_again=True))

    assert found.value == 0.06
    assert found.note
    assert figure("days_in_ar", group, Seen()).value is None


def test_write_offs_are_a_share_of_what_was_billed_for_paid_claims() -> None:
    group = counted(decided=Sums(written_off=1_500, paid_billed=100_000))

    assert figure("denial_write_offs", group).value == 0.015
    assert figure("denial_write_offs", group, Seen(waiting=True)).value is None


def test_days_to_appeal_are_the_lower_median() -> None:
    group = counted(appealed_after=(30, 10, 12, 20))

    assert figure("days_to_appeal", group).value == 12.0
    assert figure("days_to_appeal", group).denominator == 4


def test_days_in_ar_are_what_waits_over_what_comes_in_a_day() -> None:
    group = counted(
        submitted=Sums(billed=9_000_000), open=Open(claims=30, billed=4_000_000, old_billed=400_000)
    )

    assert figure("days_in_ar", group).value == 40.0
    assert figure("days_in_ar", group).denominator == 100_000
    assert figure("ar_over_90", group).value == 0.1
    assert figure("days_in_ar", group._replace(open=None)).value is None


def test_an_overturn_nobody_could_have_seen_is_unknown() -> None:
    group = counted(first=Sums(claims=100, denied_first=10))

    assert figure("overturn_rate", group).value == 0.0
    assert figure("overturn_rate", group, Seen(waiting=True)).value is None


_Claims = st.integers(0, 10_000)


@st.composite
def _sums(draw: st.DrawFn) -> Sums:
    """Parts are never more than their wholes, as in any count of claims."""
    claims = draw(_Claims)

    def part(whole: int) -> int:
        return draw(st.integers(0, whole))

    judged = part(claims)
    denied, told, denied_first = part(judged), part(judged), part(claims)
    remitted, told_unpaid = part(told), part(told)
    return Sums(
        claims=claims,
        denied_first=denied_first,
        clean_first=part(claims - denied_first),
        overturned=part(denied_first),
        denied=denied,
        remitted=remitted,
        unpaid=part(min(remitted, told_unpaid)),
        told=told,
        told_unpaid=told_unpaid,
        judged=judged,
        line_denied=draw(st.integers(denied, judged)),
    )


@given(_sums(), _sums(), _sums())
def test_shares_of_claims_lie_between_nothing_and_all(one: Sums, two: Sums, three: Sums) -> None:
    group = counted(submitted=one, first=two, decided=three)
    shares = {definition.key for definition in DEFINITIONS if definition.unit == "share"}
    for reading in readings(group, EVERYTHING_SEEN):
        if reading.key in shares and reading.value is not None:
            assert 0 <= reading.value <= 1, reading.key


@given(st.lists(_sums(), min_size=1, max_size=5))
def test_parts_add_up_to_the_whole(parts: list[Sums]) -> None:
    whole = Sums(*(sum(column) for column in zip(*(part[:20] for part in parts), strict=True)))
    together = readings(counted(first=whole, decided=whole, submitted=whole), EVERYTHING_SEEN)
    apart = [
        readings(counted(first=part, decided=part, submitted=part), EVERYTHING_SEEN)
        for part in parts
    ]
    for place, reading in enumerate(together):
        if reading.numerator is not None and reading.counts == "claims":
            found = [of_part[place].numerator or 0 for of_part in apart]
            assert sum(found) == reading.numerator, reading.key
