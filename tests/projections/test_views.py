"""A document shows one position: the one asked for, or the newest that all of it has reached."""

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from tests.support.claim_log import record_claims

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import CustomerUnknown, EventLog
from upstream.projections import view as view_module
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.dashboard.claim_ledgers import claim_ledgers
from upstream.projections.dashboard.dashboard import dashboard
from upstream.projections.moments import AtInstant, AtPosition, MomentInTheFuture
from upstream.projections.runner import advance
from upstream.projections.view import PositionInTheFuture, ProjectionBehind, Views

BOTH = (claim_versions, claim_ledgers)


@pytest.fixture
def three_claims(
    log: EventLog, customer_id: CustomerId, projector_database: Database
) -> list[datetime]:
    """Recorded one after the other and digested; when each was recorded."""
    stamps = [one.recorded_at for one in record_claims(log, customer_id, "A-1", "A-2", "A-3")]
    move(projector_database, customer_id)
    return stamps


def move(database: Database, customer_id: CustomerId) -> None:
    for projection in BOTH:
        advance(database, projection, customer_id)


def position_shown(views: Views, customer_id: CustomerId, moment: AtInstant | AtPosition) -> int:
    with views.at(customer_id, needs=BOTH, as_of=moment) as view:
        return view.position


def test_all_its_questions_are_answered_at_the_slowest_ones_position(
    views: Views,
    log: EventLog,
    customer_id: CustomerId,
    projector_database: Database,
    three_claims: list[datetime],
) -> None:
    record_claims(log, customer_id, "A-4", "A-5")
    advance(projector_database, claim_ledgers, customer_id)
    with views.at(customer_id, needs=BOTH) as view:
        both = dashboard(view)
    with views.at(customer_id, needs=(claim_ledgers,)) as view:
        alone = dashboard(view)

    assert (both.position, both.claims_total) == (3, 3)
    assert (alone.position, alone.claims_total) == (5, 5)


@pytest.mark.feature("RD-2")
def test_a_moment_in_the_past_is_shown_as_it_was(
    views: Views, customer_id: CustomerId, three_claims: list[datetime]
) -> None:
    first, _, last = three_claims
    tick = timedelta(microseconds=1)

    assert position_shown(views, customer_id, AtInstant(first - tick)) == 0
    assert position_shown(views, customer_id, AtInstant(first)) == 1
    assert position_shown(views, customer_id, AtInstant(last)) == 3
    assert position_shown(views, customer_id, AtPosition(2)) == 2


def test_the_future_cannot_be_asked_for(
    views: Views, customer_id: CustomerId, three_claims: list[datetime]
) -> None:
    tomorrow = three_claims[-1] + timedelta(days=1)
    with pytest.raises(PositionInTheFuture):
        position_shown(views, customer_id, AtPosition(4))
    with pytest.raises(MomentInTheFuture):
        position_shown(views, customer_id, AtInstant(tomorrow))

    assert position_shown(views, customer_id, AtInstant(tomorrow, or_now=True)) == 3


@pytest.mark.feature("RD-6")
def test_a_position_that_is_on_its_way_is_waited_for(
    views: Views, log: EventLog, customer_id: CustomerId, projector_database: Database
) -> None:
    record_claims(log, customer_id, "A-1")
    late = threading.Timer(0.4, move, (projector_database, customer_id))
    late.start()
    with views.at(customer_id, needs=BOTH, min_position=1) as view:
        shown = view.position
    late.join()

    assert shown == 1


def test_the_wait_has_an_end_and_says_how_far_things_are(
    views: Views,
    log: EventLog,
    customer_id: CustomerId,
    three_claims: list[datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(view_module, "WAIT_SECONDS_MAX", 0.2)
    record_claims(log, customer_id, "A-4")
    with (
        pytest.raises(ProjectionBehind) as refused,
        views.at(customer_id, needs=BOTH, min_position=4),
    ):
        pass

    assert refused.value.facts == {"position": 3}


def test_the_wait_is_for_as_of_too(
    views: Views,
    log: EventLog,
    customer_id: CustomerId,
    projector_database: Database,
    three_claims: list[datetime],
) -> None:
    """Otherwise the same position would first be answered short and later in full."""
    record_claims(log, customer_id, "A-4")
    late = threading.Timer(0.4, move, (projector_database, customer_id))
    late.start()
    shown = position_shown(views, customer_id, AtPosition(4))
    late.join()

    assert shown == 4


def test_what_happens_meanwhile_does_not_show(
    views: Views,
    log: EventLog,
    customer_id: CustomerId,
    projector_database: Database,
    three_claims: list[datetime],
) -> None:
    with views.at(customer_id, needs=BOTH) as view:
        before = dashboard(view)
        record_claims(log, customer_id, "A-4")
        move(projector_database, customer_id)
        assert dashboard(view) == before
        seen = view.connection.execute(text("SELECT count(*) FROM events")).scalar_one()

    assert seen == 3


def test_an_empty_log_has_an_answer_and_an_unknown_customer_has_none(
    views: Views, customer_id: CustomerId
) -> None:
    with views.at(customer_id, needs=BOTH) as view:
        empty = dashboard(view)

    assert (empty.position, empty.claims_total, empty.denial_rate) == (0, 0, None)
    with (
        pytest.raises(CustomerUnknown),
        views.at(CustomerId(uuid4()), needs=BOTH),
    ):
        pass
