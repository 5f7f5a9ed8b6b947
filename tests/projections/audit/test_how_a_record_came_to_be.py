"""Any record's history, step by step, and the difference between any two of its versions."""

from uuid import UUID, uuid4

import pytest
from tests.projections.asking import ask
from tests.support.claim_log import claim_stream, context_of, record_claims, recorded

from upstream.domain.claims.events import ClaimCorrected
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.projections.audit.entity import (
    EntityHistory,
    EntityUnknown,
    FieldChange,
    VersionUnknown,
    difference,
    entity_history,
)
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up
from upstream.projections.view import Views


@pytest.fixture
def corrected_claim(
    log: EventLog, customer_id: CustomerId, projector_database: Database
) -> CustomerId:
    """A-1 recorded at position 1, another claim at 2, the amount of A-1 corrected at 3."""
    record_claims(log, customer_id, "A-1", "A-2")
    before, after = recorded("A-1"), recorded("A-1", billed_cents=100)
    change = ClaimCorrected(
        before=before.facts, after=after.facts, upload_id=after.upload_id, line=7
    )
    again = claim_stream(customer_id, "A-1", change, after_version=1)
    log.append(context_of(customer_id, actor="person:ben", reason="typing mistake"), again)
    catch_up(projector_database, PROJECTIONS)
    return customer_id


def history_of(views: Views, customer_id: CustomerId, position: int | None = None) -> EntityHistory:
    claim_id = stream_of(customer_id, "claim", "A-1")
    return ask(views, customer_id, lambda view: entity_history(view, "claim", claim_id), position)


@pytest.mark.feature("AU-2")
def test_every_step_says_who_why_and_what_changed(
    views: Views, corrected_claim: CustomerId
) -> None:
    history = history_of(views, corrected_claim)
    first, second = history.steps

    assert (history.kind, history.version) == ("claim", 2)
    assert (first.version, first.position, first.action) == (1, 1, "claims.recorded.v1")
    assert (second.actor, second.reason) == ("person:ben", "typing mistake")
    assert second.changes == [FieldChange(field="facts.billed_cents", before=21_700, after=100)]
    assert second.state["facts"]["billed_cents"] == 100


@pytest.mark.feature("AU-2")
def test_a_record_is_shown_as_it_stood_at_any_moment(
    views: Views, corrected_claim: CustomerId
) -> None:
    then = history_of(views, corrected_claim, 2)

    assert [step.version for step in then.steps] == [1]
    assert then.steps[-1].state["facts"]["billed_cents"] == 21_700
    with pytest.raises(EntityUnknown):
        history_of(views, corrected_claim, 0)


@pytest.mark.feature("AU-2")
def test_any_two_versions_can_be_compared(views: Views, corrected_claim: CustomerId) -> None:
    history = history_of(views, corrected_claim)
    (change,) = difference(history, 1, 2)

    assert (change.field, change.before, change.after) == ("facts.billed_cents", 21_700, 100)
    assert difference(history, 2, 2) == []
    assert {one.before for one in difference(history, 0, 1)} == {None}
    with pytest.raises(VersionUnknown):
        difference(history, 1, 3)


def test_what_is_no_record_of_that_kind_is_unknown(
    views: Views, corrected_claim: CustomerId
) -> None:
    claim_id = stream_of(corrected_claim, "claim", "A-1")

    def asked(kind: str, record_id: UUID) -> EntityHistory:
        return ask(views, corrected_claim, lambda view: entity_history(view, kind, record_id))

    for kind, record_id in (("upload", claim_id), ("claim", uuid4())):
        with pytest.raises(EntityUnknown):
            asked(kind, record_id)
