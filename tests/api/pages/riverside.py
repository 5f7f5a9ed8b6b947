"""Riverside's log for tests of the pages: two files of claims, then a change of mind."""

from datetime import date
from uuid import UUID

from msgspec.structs import replace
from tests.api.conftest import Population
from tests.support.claim_log import PENDING, claim_stream, context_of, recorded

from upstream.api.composition import Parts
from upstream.domain.claims.events import ClaimDecided, ClaimOutcomeChanged
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.streams import stream_of
from upstream.domain.units import Cents, CustomerId, StreamId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.log import Appended
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up

UPLOAD = StreamId(UUID("0198c000-0000-5000-8000-00000000f11f"))
DENIED = replace(
    PENDING,
    outcome="DENIED",
    decided_on=date(2026, 1, 25),
    denial_reason="CO-197",
    allowed_cents=Cents(0),
)
PAID = replace(
    DENIED, outcome="PAID", denial_reason=None, allowed_cents=Cents(9_210), paid_cents=Cents(9_210)
)


def claim_id(customer_id: CustomerId, claim_ref: str) -> UUID:
    return stream_of(customer_id, "claim", claim_ref)


def record_january(parts: Parts, population: Population) -> list[Appended]:
    """One commit each: A-1 undecided, A-2 paid, A-3 denied by Aetna, then A-1 denied, A-1 paid."""
    customer_id = population.riverside.customer_id
    analyst = f"person:{population.people['analyst@riverside.example']}"
    context = context_of(customer_id, actor=analyst, command="uploads.record_chunk")
    first, second = _known(PENDING, "A-1"), _known(DENIED, "A-1")
    told = [
        claim_stream(customer_id, "A-1"),
        claim_stream(customer_id, "A-2", recorded("A-2", **_changed(PAID))),
        claim_stream(customer_id, "A-3", recorded("A-3", **_changed(DENIED), payer="Aetna")),
        claim_stream(
            customer_id,
            "A-1",
            ClaimDecided(before=first, after=second, upload_id=UPLOAD, line=2),
            after_version=1,
        ),
        claim_stream(
            customer_id,
            "A-1",
            ClaimOutcomeChanged(before=second, after=_known(PAID, "A-1"), upload_id=UPLOAD, line=2),
            after_version=2,
        ),
    ]
    appended = [parts.log.append(context, streams) for streams in told]
    project(parts)
    return appended


def project(parts: Parts) -> None:
    """What the projector process does, until there is nothing left to do."""
    database = Database(parts.settings.database_url, role=PROJECTOR)
    catch_up(database, PROJECTIONS)
    database.close()


def _known(facts: ClaimFacts, claim_ref: str) -> ClaimFacts:
    return replace(facts, claim_ref=claim_ref)


def _changed(facts: ClaimFacts) -> dict[str, object]:
    return {
        name: getattr(facts, name)
        for name in ("outcome", "decided_on", "denial_reason", "allowed_cents", "paid_cents")
    }
