"""Words on one claim, each from a file of its own; and what is known after them."""

from datetime import date
from uuid import UUID

from msgspec.structs import replace
from tests.support.claim_log import PENDING

from upstream.domain.claims.claim import Known, RecordClaim, WithdrawSightings, decider
from upstream.domain.claims.events import ClaimEvent
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.units import Cents, StreamId

JAN, FEB, MAR, APR = (date(2026, month, 20) for month in (1, 2, 3, 4))
NOTHING: frozenset[str] = frozenset()
DENIED = replace(
    PENDING,
    outcome="DENIED",
    decided_on=JAN,
    allowed_cents=Cents(0),
    paid_cents=Cents(0),
    denial_reason="CO-197",
)
APPEALED = replace(PENDING, outcome="OTHER", decided_on=FEB, stage="appealed")
REVERSED = replace(PENDING, outcome="OTHER", decided_on=MAR, stage="reversed")
PAID = replace(
    PENDING,
    outcome="PAID",
    decided_on=MAR,
    allowed_cents=Cents(9_210),
    paid_cents=Cents(8_000),
)


def upload(number: int) -> StreamId:
    return StreamId(UUID(int=number))


Word = ClaimFacts | tuple[ClaimFacts, frozenset[str]]


def told(*words: Word) -> list[ClaimEvent]:
    """Each word from an upload of its own, counted from 1."""
    history: list[ClaimEvent] = []
    for number, word in enumerate(words, 1):
        facts, silent = word if isinstance(word, tuple) else (word, NOTHING)
        command = RecordClaim(facts=facts, silent=silent, upload_id=upload(number), line=2)
        history += decider.decide(command, decider.fold(history))
    return history


def known(history: list[ClaimEvent]) -> Known:
    claim = decider.fold(history)
    assert isinstance(claim, Known)
    return claim


def without(history: list[ClaimEvent], number: int) -> list[ClaimEvent]:
    command = WithdrawSightings(upload_id=upload(number))
    return [*history, *decider.decide(command, decider.fold(history))]
