"""Claims are found by what is known of them, page by page, as they were known at any position."""

from datetime import date
from itertools import pairwise

import pytest
from tests.projections.asking import ask
from tests.support.claim_log import claim_stream, context_of, record_claims, recorded

from upstream.domain.claims.events import ClaimCorrected, ClaimDecided
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.claims.list_claims import (
    ClaimFilter,
    ClaimPage,
    ClaimUnknown,
    claim,
    list_claims,
)
from upstream.projections.runner import catch_up
from upstream.projections.view import View, Views


@pytest.fixture
def claims(log: EventLog, customer_id: CustomerId, projector_database: Database) -> CustomerId:
    """A-1 … A-5 at positions 1 to 5; A-2 denied at 6, its amount corrected at 7."""
    record_claims(log, customer_id, *(f"A-{n}" for n in range(1, 6)))
    before = recorded("A-2").facts
    denied = recorded("A-2", outcome="DENIED", decided_on=date(2026, 2, 1), denial_reason="CO-16")
    cheaper = recorded(
        "A-2",
        outcome="DENIED",
        decided_on=date(2026, 2, 1),
        denial_reason="CO-16",
        billed_cents=10_050,
    )
    told: tuple[ClaimDecided | ClaimCorrected, ...] = (
        ClaimDecided(before=before, after=denied.facts, upload_id=denied.upload_id, line=3),
        ClaimCorrected(
            before=denied.facts, after=cheaper.facts, upload_id=denied.upload_id, line=4
        ),
    )
    for version, event in enumerate(told, start=1):
        again = claim_stream(customer_id, "A-2", event, after_version=version)
        log.append(context_of(customer_id), again)
    catch_up(projector_database, PROJECTIONS)
    return customer_id


def refs(page: ClaimPage) -> list[str | None]:
    return [row.claim_ref for row in page.items]


@pytest.mark.feature("RD-5")
def test_what_was_learnt_last_comes_first(views: Views, claims: CustomerId) -> None:
    page = ask(views, claims, lambda view: list_claims(view, ClaimFilter()))

    assert refs(page) == ["A-2", "A-5", "A-4", "A-3", "A-1"]
    assert page.next is None


@pytest.mark.feature("RD-5")
def test_pages_together_hold_every_claim_once(views: Views, claims: CustomerId) -> None:
    found: list[str | None] = []
    below: int | None = None

    def page(view: View) -> ClaimPage:
        return list_claims(view, ClaimFilter(), limit=2, below=below)

    while True:
        one = ask(views, claims, page)
        found += refs(one)
        below = one.next
        if below is None:
            break

    assert found == ["A-2", "A-5", "A-4", "A-3", "A-1"]


@pytest.mark.feature("RD-5")
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ClaimFilter(outcome="DENIED"), ["A-2"]),
        (ClaimFilter(denial_reason="CO-16"), ["A-2"]),
        (ClaimFilter(outcome="PENDING", search="A-4"), ["A-4"]),
        (ClaimFilter(search="A"), ["A-2", "A-5", "A-4", "A-3", "A-1"]),
        (ClaimFilter(search="%"), []),
        (ClaimFilter(payer="Somebody Else"), []),
        (ClaimFilter(decided_from=date(2026, 2, 1), decided_to=date(2026, 2, 2)), ["A-2"]),
        (ClaimFilter(decided_to=date(2026, 2, 1)), []),
        (ClaimFilter(submitted_from=date(2026, 1, 6)), []),
    ],
)
def test_all_given_conditions_hold(
    wanted: ClaimFilter, expected: list[str], views: Views, claims: CustomerId
) -> None:
    assert refs(ask(views, claims, lambda view: list_claims(view, wanted))) == expected


@pytest.mark.feature("RD-2")
def test_a_claim_is_shown_as_it_was_known_then(views: Views, claims: CustomerId) -> None:
    claim_id = stream_of(claims, "claim", "A-2")

    def known(position: int) -> tuple[str, str | None, int, int]:
        row = ask(views, claims, lambda view: claim(view, claim_id), position)
        return row.outcome, row.billed, row.version, row.known_since_position

    assert known(2) == ("PENDING", "217.00", 1, 2)
    assert known(5) == ("PENDING", "217.00", 1, 2)
    assert known(6) == ("DENIED", "217.00", 2, 6)
    assert known(7) == ("DENIED", "100.50", 3, 7)
    with pytest.raises(ClaimUnknown):
        known(1)


def test_filters_look_at_what_was_known_then(views: Views, claims: CustomerId) -> None:
    wanted = ClaimFilter(outcome="PENDING")
    before = ask(views, claims, lambda view: list_claims(view, wanted), 5)
    after = ask(views, claims, lambda view: list_claims(view, wanted), 6)

    assert ("A-2" in refs(before), "A-2" in refs(after)) == (True, False)


@pytest.mark.feature("ID-2")
def test_a_neighbours_claim_is_unknown(
    views: Views, claims: CustomerId, other_customer_id: CustomerId
) -> None:
    claim_id = stream_of(claims, "claim", "A-2")
    with pytest.raises(ClaimUnknown):
        ask(views, other_customer_id, lambda view: claim(view, claim_id))


def test_one_batch_may_hold_several_versions_of_a_claim(
    log: EventLog, views: Views, customer_id: CustomerId, projector_database: Database
) -> None:
    """Each of them can be asked for, although all arrived at once."""
    events = [recorded("A-1", billed_cents=cents) for cents in (100, 200, 300)]
    changed = [
        ClaimCorrected(before=one.facts, after=next_one.facts, upload_id=one.upload_id, line=2)
        for one, next_one in pairwise(events)
    ]
    log.append(context_of(customer_id), claim_stream(customer_id, "A-1", events[0], *changed))
    catch_up(projector_database, PROJECTIONS)
    claim_id = stream_of(customer_id, "claim", "A-1")
    billed = [
        ask(views, customer_id, lambda view: claim(view, claim_id), position).billed
        for position in (1, 2, 3)
    ]

    assert billed == ["1.00", "2.00", "3.00"]
