"""Riverside's log for tests of the pages: two files of claims, then a change of mind."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace
from tests.api.town import Api, projected
from tests.support.claim_log import PENDING, claim_stream, context_of, recorded

from upstream.domain.claims.events import ClaimDecided, ClaimOutcomeChanged
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.streams import stream_of
from upstream.domain.units import Cents, CustomerId, StreamId
from upstream.infrastructure.log import Appended, StreamEvents

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


class January(NamedTuple):
    """What was recorded, one commit each, and by whom."""

    customer_id: CustomerId
    analyst_id: UUID
    commits: list[Appended]

    @property
    def head(self) -> int:
        return self.commits[-1].last

    def claim_id(self, claim_ref: str) -> UUID:
        return stream_of(self.customer_id, "claim", claim_ref)

    def at(self, place: int) -> str:
        """The end of that commit, as an address says it."""
        return f"position:{self.commits[place].last}"


def record_january(town: Api) -> January:
    """A-1 undecided, A-2 paid, A-3 denied by Aetna; then A-1 denied, then A-1 paid."""
    me = town.get("/api/v1/me", "analyst@riverside.example").json()
    customer_id, analyst_id = CustomerId(UUID(me["customers"][0]["id"])), UUID(me["id"])
    context = context_of(customer_id, actor=f"person:{analyst_id}", command="uploads.record_chunk")
    commits = [town.parts.log.append(context, streams) for streams in _told(customer_id)]
    projected(town)
    return January(customer_id, analyst_id, commits)


def _told(customer_id: CustomerId) -> list[StreamEvents]:
    first, second = _known(PENDING, "A-1"), _known(DENIED, "A-1")
    decided = ClaimDecided(before=first, after=second, upload_id=UPLOAD, line=2)
    changed = ClaimOutcomeChanged(
        before=second, after=_known(PAID, "A-1"), upload_id=UPLOAD, line=2
    )
    return [
        claim_stream(customer_id, "A-1"),
        claim_stream(customer_id, "A-2", recorded("A-2", **_changed(PAID))),
        claim_stream(customer_id, "A-3", recorded("A-3", **_changed(DENIED), payer="Aetna")),
        claim_stream(customer_id, "A-1", decided, after_version=1),
        claim_stream(customer_id, "A-1", changed, after_version=2),
    ]


def _known(facts: ClaimFacts, claim_ref: str) -> ClaimFacts:
    return replace(facts, claim_ref=claim_ref)


def _changed(facts: ClaimFacts) -> dict[str, object]:
    return {
        name: getattr(facts, name)
        for name in ("outcome", "decided_on", "denial_reason", "allowed_cents", "paid_cents")
    }
