"""Every figure equals what a person would count with a pencil, at any position."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TestDatabase
from tests.support.claim_log import context_of
from tests.support.histories import claim_steps
from tests.support.replay import digest
from tests.support.telling import Line, Teller

from upstream.application.customers import open_customer
from upstream.domain.claims.events import (
    ClaimChanged,
    ClaimRecorded,
    ClaimSeenAgain,
    ClaimWithdrawn,
)
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import Chunk, EventLog, codec
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.claims.list_claims import ClaimFilter, list_claims
from upstream.projections.claims.payers import PayerSummary
from upstream.projections.dashboard.claim_ledgers import claim_ledgers
from upstream.projections.dashboard.dashboard import Dashboard, dashboard
from upstream.projections.moments import AtPosition
from upstream.projections.money import dollars
from upstream.projections.view import Views

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def database(module_database: TestDatabase) -> Iterator[Database]:
    opened = Database(module_database.url)
    yield opened
    opened.close()


def known_after(lines: Iterable[Line]) -> list[ClaimFacts]:
    """The latest facts of each claim."""
    latest: dict[object, ClaimFacts] = {}
    for line in lines:
        match line.event:
            case ClaimRecorded(facts=facts) | ClaimChanged(after=facts):
                latest[line.stream_id] = facts
            case ClaimWithdrawn(after=None):
                del latest[line.stream_id]
            case ClaimWithdrawn(after=ClaimFacts() as facts):
                latest[line.stream_id] = facts
            case other:
                assert isinstance(other, ClaimSeenAgain)
    return [facts for facts in latest.values() if facts.stage != "voided"]


def rate(outcomes: Counter[str]) -> float | None:
    decided = outcomes["PAID"] + outcomes["DENIED"]
    return round(outcomes["DENIED"] / decided, 4) if decided else None


def lower_median(values: list[int]) -> int | None:
    return sorted(values)[(len(values) - 1) // 2] if values else None


def days_of(claims: Iterable[ClaimFacts]) -> list[int]:
    return [(one.decided_on - one.submitted_on).days for one in claims if one.decided_on]


def check_totals(document: Dashboard, claims: list[ClaimFacts]) -> None:
    outcomes = Counter(str(one.outcome) for one in claims)
    counted = document.claims_by_outcome
    denied = [one for one in claims if one.outcome == "DENIED"]

    assert document.claims_total == len(claims)
    assert (counted.paid, counted.denied) == (outcomes["PAID"], outcomes["DENIED"])
    assert (counted.other, counted.pending) == (outcomes["OTHER"], outcomes["PENDING"])
    assert document.denial_rate == rate(outcomes)
    assert document.days_to_decision_median == lower_median(days_of(claims))
    assert document.billed_total == dollars(sum(one.billed_cents or 0 for one in claims))
    assert document.allowed_total == dollars(sum(one.allowed_cents or 0 for one in claims))
    assert document.denied_total == dollars(sum(one.billed_cents or 0 for one in denied))


def check_breakdowns(document: Dashboard, claims: list[ClaimFacts]) -> None:
    by_month = Counter(str(one.decided_on or one.submitted_on)[:7] for one in claims)
    by_group = Counter(one.cpt_group for one in claims)

    assert {row.month: row.claims for row in document.trend} == by_month
    assert {row.cpt_group: row.claims for row in document.cpt_groups} == by_group
    assert {row.payer for row in document.payers} == {one.payer for one in claims}
    for row in document.payers:
        check_payer(row, [one for one in claims if one.payer == row.payer])


def check_payer(row: PayerSummary, claims: list[ClaimFacts]) -> None:
    outcomes = Counter(str(one.outcome) for one in claims)

    assert (row.claims, row.denied) == (len(claims), outcomes["DENIED"])
    assert row.denial_rate == rate(outcomes)
    assert row.days_to_decision_median == lower_median(days_of(claims))
    assert row.billed == dollars(sum(one.billed_cents or 0 for one in claims))


@pytest.mark.timeout(600)
@pytest.mark.feature("RD-1", "RD-2")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_dashboard_is_a_plain_count_of_what_was_known(
    data: st.DataObject, database: Database, module_database: TestDatabase
) -> None:
    customer = open_customer(database, slug=f"c{next(_numbers)}", name="C").customer_id
    log = EventLog(database)
    lines = Teller().tell(data.draw(st.lists(claim_steps(customer), min_size=1, max_size=30)))
    write(log, customer, lines, chunk_size=data.draw(st.sampled_from((1, 4, 30))))
    digest(module_database.url, customer, span_max=data.draw(st.sampled_from((1, 5, 1_000))))
    views = Views(database, log, Hints(module_database.url))
    for position in {0, data.draw(st.integers(0, len(lines))), len(lines)}:
        claims = known_after(lines[:position])
        needs = (claim_ledgers, claim_versions)
        with views.at(customer, needs=needs, as_of=AtPosition(position)) as view:
            document, listed = dashboard(view), list_claims(view, ClaimFilter(), limit=50)
        check_totals(document, claims)
        check_breakdowns(document, claims)

        assert Counter(row.outcome for row in listed.items) == Counter(
            str(one.outcome) for one in claims
        )


def write(log: EventLog, customer_id: CustomerId, lines: list[Line], *, chunk_size: int) -> None:
    for start in range(0, len(lines), chunk_size):
        some = lines[start : start + chunk_size]
        chunk = Chunk(
            [line.stream_id.bytes for line in some],
            [line.version for line in some],
            [line.tag for line in some],
            [codec.encode(line.event) for line in some],
            some[0].stream_id,
            some[0].version,
        )
        log.append_chunk(context_of(customer_id), chunk)
