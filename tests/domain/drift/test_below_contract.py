"""When a payer's short lines are a habit, and since which week."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.weekly_claims import UNTIL

from upstream.domain.drift.contractiq import ContractIQ
from upstream.domain.drift.contractiq.habits import began_weeks_ago, evidence_of_habit
from upstream.domain.drift.counts import Contracted, Counts

pytestmark = pytest.mark.feature("DR-4")

PRODUCT = ContractIQ()
_WEEKS = PRODUCT.settings.weeks


def _cell(lines: list[int], short: list[int], lacks: int = 1_000) -> Contracted:
    weeks = [week for week, count in enumerate(lines) if count]
    return Contracted(
        "Northwind Health",
        "99213",
        "Office visits",
        weeks=weeks,
        lines=[lines[week] for week in weeks],
        short=[short[week] for week in weeks],
        contracted_cents=[10_000 * short[week] for week in weeks],
        allowed_cents=[(10_000 - lacks) * short[week] for week in weeks],
        owed_cents=[lacks * short[week] for week in weeks],
    )


@pytest.mark.parametrize(
    ("short", "lines", "speaks_for_it"),
    [
        (0, 400, False),
        (1, 100, False),
        (2, 60, False),
        (3, 3, True),
        (3, 15, True),
        (3, 20, False),
        (4, 20, True),
        (6, 200, False),
        (16, 200, True),
    ],
)
def test_three_of_a_few_are_a_habit_and_a_few_of_a_hundred_are_none(
    short: int, lines: int, speaks_for_it: bool
) -> None:
    assert (evidence_of_habit(short, lines, 0.01, 300) > 49) == speaks_for_it


@given(lines=st.integers(1, 5_000), share=st.floats(0, 1))
def test_more_short_lines_never_speak_less_for_a_habit(lines: int, share: float) -> None:
    short = round(share * (lines - 1))
    one_more = evidence_of_habit(short + 1, lines, 0.01, 300)

    assert one_more >= evidence_of_habit(short, lines, 0.01, 300) or short + 1 <= 0.01 * lines


@given(weeks=st.integers(1, _WEEKS - 1), before=st.integers(0, 1), lines=st.integers(6, 40))
def test_the_week_in_which_it_began_is_found(weeks: int, before: int, lines: int) -> None:
    short = [lines - 1] * weeks + [before if week == 15 else 0 for week in range(weeks, _WEEKS)]

    assert began_weeks_ago(short, [lines] * _WEEKS) == weeks


@given(lines=st.integers(1, 40), share=st.sampled_from((0, 3, 10)))
def test_who_never_changed_did_not_begin(lines: int, share: int) -> None:
    assert began_weeks_ago([lines * share // 10] * _WEEKS, [lines] * _WEEKS) is None


def test_a_better_week_is_no_beginning() -> None:
    assert began_weeks_ago([0] * 4 + [9] * 17, [9] * 21) is None


@given(
    lines=st.lists(st.integers(0, 30), min_size=_WEEKS, max_size=_WEEKS),
    shares=st.lists(st.integers(0, 10), min_size=_WEEKS, max_size=_WEEKS),
    lacks=st.integers(101, 9_000),
)
def test_what_is_owed_is_never_negative_and_never_more_than_the_short_lines_lack(
    lines: list[int], shares: list[int], lacks: int
) -> None:
    short = [count * share // 10 for count, share in zip(lines, shares, strict=True)]
    counts = Counts(contracted=[_cell(lines, short, lacks)])
    found = PRODUCT.assess(counts, UNTIL, PRODUCT.settings)

    for drift in (*found.drifts, *found.faint):
        assert 0 < drift.at_risk_cents <= lacks * sum(short[:8])
        assert drift.baseline_value - drift.current_value == lacks
        assert drift.current.claims + drift.baseline.claims == sum(lines)
        weeks = (drift.current.to_on - drift.current.from_on).days // 7
        assert drift.at_risk_cents == lacks * sum(short[:weeks])
    assert len(found.drifts) + len(found.faint) + len(found.calm) == found.tests


def test_little_money_is_kept_open_and_not_reported() -> None:
    lines, short = [4] * _WEEKS, [1] * _WEEKS
    found = PRODUCT.assess(Counts(contracted=[_cell(lines, short, 120)]), UNTIL, PRODUCT.settings)

    assert (found.drifts, len(found.faint)) == ((), 1)


def test_a_customer_may_ask_for_more_claims() -> None:
    counts = Counts(contracted=[_cell([4] * _WEEKS, [4] * _WEEKS)])
    careful = msgspec.structs.replace(PRODUCT.settings, claims_min=33)

    assert len(PRODUCT.assess(counts, UNTIL, PRODUCT.settings).drifts) == 1
    assert PRODUCT.assess(counts, UNTIL, careful).drifts == ()
