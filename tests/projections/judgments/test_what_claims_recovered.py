"""Recovered by the claims themselves: final allowed less first allowed, to the cent."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.support.claim_log import claim_stream, context_of
from tests.support.detection import Bench, bench_of
from tests.support.words_on_a_claim import APPEALED, DENIED, FEB, JAN, MAR, PAID, REVERSED, told

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.units import Cents, CustomerId
from upstream.infrastructure.database import Database
from upstream.projections.judgments.claim_recoveries import (
    NEEDS,
    ClaimRecoveries,
    ClaimsRecovered,
    claim_recoveries,
)
from upstream.projections.moments import AtPosition

TODAY = MAR + timedelta(days=5)
NOBODY = ClaimsRecovered(count=0, amount="0.00", taken_back_count=0, taken_back="0.00")

pytestmark = pytest.mark.feature("AL-8")


@pytest.fixture
def bench(database: Database, customer_id: CustomerId) -> Iterator[Bench]:
    made = bench_of(database, customer_id)
    yield made
    made.projector.close()


def tell(bench: Bench, ref: str, *words: ClaimFacts) -> int:
    named = [replace(word, claim_ref=ref) for word in words]
    stream = claim_stream(bench.customer_id, ref, *told(*named))
    return bench.log.append(context_of(bench.customer_id), stream).last


def seen(bench: Bench, position: int | None = None, today: date = TODAY) -> ClaimRecoveries:
    bench.catch_up()
    moment = None if position is None else AtPosition(position)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=moment) as view:
        return claim_recoveries(view, today=today)


def test_an_appeal_that_was_won_counts_what_is_allowed_now(bench: Bench) -> None:
    tell(bench, "A-1", DENIED, APPEALED, REVERSED, PAID)

    found = seen(bench)

    won = ClaimsRecovered(count=1, amount="92.10", taken_back_count=0, taken_back="0.00")
    assert found.all_time == found.this_month == found.last_30_days == won
    assert [(one.name, one.amount) for one in found.by_payer] == [("Northwind Health", "92.10")]


def test_what_is_decided_once_or_not_anew_counts_nothing(bench: Bench) -> None:
    tell(bench, "A-1", DENIED)
    tell(bench, "A-2", PAID)
    tell(bench, "A-3", DENIED, APPEALED)
    tell(bench, "A-4", DENIED, replace(DENIED, decided_on=MAR))

    assert seen(bench).all_time == NOBODY


def test_a_payment_made_larger_is_recovered_one_made_smaller_taken_back(bench: Bench) -> None:
    low, high = (
        replace(PAID, decided_on=day, allowed_cents=Cents(cents))
        for day, cents in ((FEB, 5_000), (MAR, 7_500))
    )
    tell(bench, "A-1", low, high)
    tell(bench, "A-2", replace(high, decided_on=FEB), replace(low, decided_on=MAR))
    tell(bench, "A-3", replace(high, decided_on=FEB), replace(DENIED, decided_on=MAR))

    found = seen(bench).all_time

    assert (found.count, found.amount) == (1, "25.00")
    assert (found.taken_back_count, found.taken_back) == (2, "100.00")


def test_days_are_those_of_the_decision_that_stands(bench: Bench) -> None:
    tell(bench, "A-1", DENIED, replace(PAID, decided_on=FEB))

    assert seen(bench).this_month == NOBODY
    assert seen(bench, today=FEB).this_month.count == 1
    assert seen(bench, today=FEB + timedelta(days=29)).last_30_days.count == 1
    assert seen(bench, today=FEB + timedelta(days=30)).last_30_days == NOBODY
    assert seen(bench, today=JAN).last_30_days == NOBODY


def test_before_it_was_known_it_was_not_recovered(bench: Bench) -> None:
    last = tell(bench, "A-1", DENIED, PAID)

    assert seen(bench, last - 1).all_time == NOBODY


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), max_size=4))
def test_whatever_was_allowed_the_difference_is_exact(
    bench: Bench, pairs: list[tuple[int, int]]
) -> None:
    before = seen(bench).all_time
    for first, final in pairs:
        paid = [
            replace(PAID, decided_on=day, allowed_cents=Cents(cents))
            for day, cents in ((FEB, first), (MAR, final))
        ]
        tell(bench, f"B-{bench.log.head(bench.customer_id)}", *paid)
    after = seen(bench).all_time

    assert _cents(after.amount) - _cents(before.amount) == sum(
        max(final - first, 0) for first, final in pairs
    )
    assert _cents(after.taken_back) - _cents(before.taken_back) == sum(
        max(first - final, 0) for first, final in pairs
    )


def _cents(amount: str) -> int:
    return int(amount.replace(".", ""))
