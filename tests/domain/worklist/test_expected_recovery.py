"""What an alert can bring in grows with dollars, with the rate, with the days that are left."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.worklist.clocks import Clocks
from upstream.domain.worklist.limits import Limit, Period
from upstream.domain.worklist.rates import OVERTURNED_BPS, STRENGTH, Rates, Tried
from upstream.domain.worklist.recovery import (
    Alike,
    Learned,
    Outlook,
    at_most,
    chance_bps,
    deadline_of,
    outlook,
    prospect,
)

PAYER, TODAY = "Acme", date(2026, 3, 1)
CLOCKS = Clocks({None: (Period(appeal=Limit(count=90), filing=Limit(count=365)),)})
UNKNOWN = Learned(Rates(()), Rates(()))
CENTS, DAYS = st.integers(0, 10**9), st.integers(-400, 400)
COUNTS = st.integers(0, 500)


def denial(
    cents: int = 100_000, *, left: int = 60, reason: str = "CO-197", claims: int = 1
) -> Alike:
    """Whose appeal ends in so many days."""
    decided = TODAY + timedelta(days=left - 90)
    return Alike("denied", reason, decided, decided - timedelta(days=30), claims, cents)


def looked(*claims: Alike, learned: Learned = UNKNOWN, today: date = TODAY) -> Outlook:
    return outlook(
        prospect(PAYER, one, learned=learned, clocks=CLOCKS, today=today) for one in claims
    )


def won(count: int, of: int, family: str = "authorization") -> Learned:
    return Learned(Rates([Tried(PAYER, family, of, count)]), Rates(()))


@given(CENTS, CENTS, DAYS)
def test_more_dollars_never_bring_less(one: int, other: int, left: int) -> None:
    less, more = sorted((one, other))

    assert (
        looked(denial(less, left=left)).expected_cents
        <= looked(denial(more, left=left)).expected_cents
    )


@given(CENTS, COUNTS, COUNTS, COUNTS, DAYS)
def test_a_higher_rate_never_brings_less(
    cents: int, one: int, other: int, lost: int, left: int
) -> None:
    few, many = sorted((one, other))
    tried = many + lost
    worse, better = won(few, tried), won(many, tried)

    claim = denial(cents, left=left)
    assert (
        looked(claim, learned=worse).expected_cents <= looked(claim, learned=better).expected_cents
    )


@given(CENTS, DAYS, DAYS)
def test_more_days_never_bring_less(cents: int, one: int, other: int) -> None:
    soon, late = sorted((one, other))

    assert (
        looked(denial(cents, left=soon)).expected_cents
        <= looked(denial(cents, left=late)).expected_cents
    )
    assert chance_bps(soon) <= chance_bps(late) <= 10_000


@given(st.integers(1, 10**9), st.integers(0, 500), st.integers(-500, -1))
def test_when_time_is_up_nothing_is_expected_and_it_is_told(cents: int, n: int, left: int) -> None:
    found = looked(denial(cents, left=left), learned=won(n, n))

    assert (found.expected_cents, found.open_claims, found.over_claims) == (0, 0, 1)
    assert (found.over_cents, found.days_left) == (cents, left)


@given(st.lists(st.tuples(CENTS, DAYS), min_size=1, max_size=6))
def test_an_alert_is_the_sum_of_its_claims_to_the_cent(claims: list[tuple[int, int]]) -> None:
    each = [denial(cents, left=left) for cents, left in claims]
    whole = looked(*each)

    parts = sum(looked(one).expected_cents for one in each)
    assert parts <= whole.expected_cents <= parts + len(each)
    assert whole.open_cents + whole.over_cents == sum(cents for cents, _ in claims)
    assert whole.expected_cents <= whole.open_cents


def test_the_chance_is_a_half_within_a_week() -> None:
    assert [chance_bps(left) for left in (-1, 6, 13, 400)] == [0, 5_000, 7_500, 10_000]


def test_the_formula_with_numbers() -> None:
    """1,000 dollars, 3 of 4 such denials overturned, a week left: 0.75 pulled towards 0.543."""
    found = looked(denial(100_000, left=6), learned=won(60, 80))
    rate = round(10_000 * (60 + STRENGTH * 0.543) / 100)

    assert (found.rate_bps, found.tried, found.rests_on) == (rate, 80, "payer_and_family")
    assert found.expected_cents == 100_000 * rate * 5_000 // 10**8


@pytest.mark.parametrize(
    ("sort", "reason", "clock", "ends"),
    [
        ("denied", "CO-197", "appeal", date(2026, 4, 1)),
        ("denied", "CO-16", "filing", date(2026, 12, 1)),
        ("denied", "CO-11", "filing", date(2026, 12, 1)),
        ("denied", None, "appeal", date(2026, 4, 1)),
        ("underpaid", None, "appeal", date(2026, 4, 1)),
        ("waiting", None, "filing", date(2026, 12, 1)),
    ],
)
def test_each_kind_of_claim_has_its_clock(sort: str, reason: str, clock: str, ends: date) -> None:
    claim = Alike(sort, reason, date(2026, 1, 1), date(2025, 12, 1), 1, 100)  # type: ignore[arg-type]

    found = deadline_of(PAYER, claim, CLOCKS)

    assert (found.clock, found.last_day, found.whose) == (clock, ends, "everybody")


def test_the_clock_that_runs_out_first_is_shown_and_what_ran_out_beside_it() -> None:
    found = looked(denial(left=40), denial(left=3, claims=2), denial(500, left=-4))

    assert (found.days_left, found.last_day) == (3, TODAY + timedelta(days=3))
    assert (found.open_claims, found.over_claims, found.over_cents) == (3, 1, 500)


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=5))
def test_a_rate_lies_between_what_was_seen_and_what_is_usual(seen: list[tuple[int, int]]) -> None:
    tries = [Tried(PAYER, "coding", max(pair), min(pair)) for pair in seen]
    found = Rates(tries).of(PAYER, "coding")
    tried, count = sum(max(pair) for pair in seen), sum(min(pair) for pair in seen)

    share = 10_000 * count / tried if tried else OVERTURNED_BPS
    low, high = sorted((share, OVERTURNED_BPS))
    assert low - 1 <= found.bps <= high + 1
    assert (found.tried, found.won) == (tried, count)


def test_few_claims_are_pulled_many_speak_for_themselves() -> None:
    few, many = Rates([Tried(PAYER, "coding", 2, 2)]), Rates([Tried(PAYER, "coding", 2_000, 2_000)])

    assert few.of(PAYER, "coding").bps < 6_500
    assert many.of(PAYER, "coding").bps > 9_900


def test_what_a_rate_rests_on() -> None:
    rates = Rates([Tried(PAYER, "coding", 5, 1)])

    assert rates.of(PAYER, "coding").rests_on == "payer_and_family"
    assert rates.of(PAYER, "authorization").rests_on == "payer"
    assert rates.of("Other", "coding").rests_on == "all_payers"
    assert Rates(()).of(PAYER, "coding").rests_on == "trade"


@given(st.lists(CENTS, max_size=8), CENTS)
def test_waiting_claims_together_are_worth_what_is_at_risk(cents: list[int], risk: int) -> None:
    claims = [Alike("waiting", None, None, TODAY, 1, each) for each in cents]
    found = [one.cents for one in at_most(risk, claims)]

    assert sum(found) <= max(risk, 0)
    assert min(risk, sum(cents)) - len(cents) <= sum(found)
    assert at_most(0, [denial(500)]) == [denial(500)]


def test_no_claim_left_is_nothing_to_expect() -> None:
    found = looked()

    assert (found.expected_cents, found.days_left, found.rate_bps) == (0, None, None)
