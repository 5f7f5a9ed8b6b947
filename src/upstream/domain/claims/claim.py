"""A claim is seen, decided, decided otherwise, corrected. A repetition is not news."""

from dataclasses import dataclass

from msgspec.structs import replace

from upstream.domain.claims.events import (
    ClaimCorrected,
    ClaimDecided,
    ClaimEvent,
    ClaimOutcomeChanged,
    ClaimRecorded,
)
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.decider import Decider
from upstream.domain.messages import Command
from upstream.domain.units import StreamId

OF_THE_DECISION = frozenset({"decided_on", "denial_reason", "denial_reason_raw", "remarks"})
"""Facts that say how it was decided: they do not outlive the outcome they explain."""


class RecordClaim(Command):
    """A file's row about a claim. `silent` names the facts the file has no column for."""

    facts: ClaimFacts
    silent: frozenset[str]
    upload_id: StreamId
    line: int


@dataclass(frozen=True, slots=True)
class Unseen: ...


@dataclass(frozen=True, slots=True)
class Known:
    facts: ClaimFacts


Claim = Unseen | Known


def decide(command: RecordClaim, claim: Claim) -> tuple[ClaimEvent, ...]:
    match claim:
        case Unseen():
            facts, upload_id, line = command.facts, command.upload_id, command.line
            return (ClaimRecorded(facts=facts, upload_id=upload_id, line=line),)
        case Known(facts=before):
            return _change(before, command)


def _change(before: ClaimFacts, command: RecordClaim) -> tuple[ClaimEvent, ...]:
    after = completed(command.facts, before, command.silent)
    if says_the_same(before, after):
        return ()
    upload_id, line = command.upload_id, command.line
    if before.outcome == after.outcome:
        event: type[ClaimCorrected | ClaimDecided | ClaimOutcomeChanged] = ClaimCorrected
    else:
        event = ClaimDecided if before.outcome == "PENDING" else ClaimOutcomeChanged
    return (event(before=before, after=after, upload_id=upload_id, line=line),)


def completed(facts: ClaimFacts, known: ClaimFacts, silent: frozenset[str]) -> ClaimFacts:
    """What the row says, and what is known already where its file has no column to say it."""
    kept = silent if facts.outcome == known.outcome else silent - OF_THE_DECISION
    if facts.modifiers:
        kept -= {"modifiers"}
    return replace(facts, **{name: getattr(known, name) for name in kept}) if kept else facts


def says_the_same(one: ClaimFacts, other: ClaimFacts) -> bool:
    """Another spelling of the same normalised value is not another fact."""
    return one == other or one == replace(
        other,
        payer_raw=one.payer_raw,
        outcome_raw=one.outcome_raw,
        denial_reason_raw=one.denial_reason_raw,
    )


def evolve(_: Claim, event: ClaimEvent) -> Claim:
    match event:
        case ClaimRecorded(facts=facts):
            return Known(facts)
        case ClaimDecided(after=after) | ClaimOutcomeChanged(after=after):
            return Known(after)
        case ClaimCorrected(after=after):
            return Known(after)


decider: Decider[RecordClaim, Claim, ClaimEvent] = Decider("claim", Unseen(), decide, evolve)
