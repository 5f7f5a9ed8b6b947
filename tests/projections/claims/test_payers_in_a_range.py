"""Payers and months of any range of days are a plain count of the claims in it."""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TestDatabase
from tests.projections.asking import ask
from tests.projections.dashboard.test_figures_agree_with_a_plain_count import (
    known_after,
    lower_median,
    rate,
    write,
)
from tests.support.histories import claim_steps
from tests.support.replay import digest
from tests.support.telling import JANUARY, Teller

from upstream.application.customers import open_customer
from upstream.domain.claims.facts import ClaimFacts
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import EventLog
from upstream.projections.claims.payers import (
    MonthTrend,
    PayerSummary,
    month_trend,
    payer_summaries,
)
from upstream.projections.money import dollars
from upstream.projections.view import View, Views

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def opened(module_database: TestDatabase) -> Iterator[tuple[Database, Views]]:
    """One database and its views for all examples."""
    database = Database(module_database.url)
    with Hints(module_database.url) as hints:
        yield database, Views(database, EventLog(database), hints)
    database.close()


def day_of(claim: ClaimFacts) -> date:
    return claim.decided_on or claim.submitted_on


@pytest.mark.feature("RD-5", "RD-2")
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_range_of_days_is_a_plain_count(
    data: st.DataObject, opened: tuple[Database, Views], module_database: TestDatabase
) -> None:
    database, views = opened
    customer = open_customer(database, slug=f"p{next(_numbers)}", name="P").customer_id
    log = EventLog(database)
    lines = Teller().tell(data.draw(st.lists(claim_steps(customer), min_size=1, max_size=30)))
    write(log, customer, lines, chunk_size=4)
    digest(module_database.url, customer)
    since = JANUARY + timedelta(days=data.draw(st.integers(-5, 90)))
    until = since + timedelta(days=data.draw(st.integers(1, 90)))
    position = data.draw(st.integers(0, len(lines)))

    def both(view: View) -> tuple[list[PayerSummary], list[MonthTrend]]:
        return (
            payer_summaries(view, since=since, until=until),
            month_trend(view, since=since, until=until),
        )

    found, months = ask(views, customer, both, position)
    claims = [one for one in known_after(lines[:position]) if since <= day_of(one) < until]
    check_payers(found, claims)
    assert {one.month: one.claims for one in months} == Counter(
        str(day_of(claim))[:7] for claim in claims
    )


def check_payers(found: list[PayerSummary], claims: list[ClaimFacts]) -> None:
    assert {row.payer for row in found} == {one.payer for one in claims}
    assert [row.claims for row in found] == sorted((row.claims for row in found), reverse=True)
    for row in found:
        own = [one for one in claims if one.payer == row.payer]
        outcomes = Counter(str(one.outcome) for one in own)
        days = [(one.decided_on - one.submitted_on).days for one in own if one.decided_on]
        assert (row.claims, row.denied, row.pending) == (
            len(own),
            outcomes["DENIED"],
            outcomes["PENDING"],
        )
        assert row.denial_rate == rate(outcomes)
        assert row.days_to_decision_median == lower_median(days)
        assert row.billed == dollars(sum(one.billed_cents or 0 for one in own))
        assert row.allowed == dollars(sum(one.allowed_cents or 0 for one in own))
