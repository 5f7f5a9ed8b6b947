"""A claim is what files say of it: decisions, reversals, withdrawals. Repetition is no news."""

from dataclasses import dataclass

from upstream.domain.claims.events import (
    ClaimChanged,
    ClaimCorrected,
    ClaimDecided,
    ClaimEvent,
    ClaimOutcomeChanged,
    ClaimRecorded,
    ClaimReversed,
    ClaimSeenAgain,
    ClaimWithdrawn,
)
from upstream.domain.claims.facts import ClaimFacts, Decision, decision_of
from upstream.domain.claims.resolution import Resolved, resolve, says_the_same
from upstream.domain.claims.sightings import Sighting, as_told
from upstream.domain.claims.silence import mask_of
from upstream.domain.decider import Decider
from upstream.domain.messages import Command
from upstream.domain.units import StreamId


class RecordClaim(Command):
    """A file's row about a claim. `silent` names the facts the file cannot say."""

    facts: ClaimFacts
    silent: frozenset[str]
    upload_id: StreamId
    line: int


class WithdrawSightings(Command):
    """Take out what an upload said about the claim."""

    upload_id: StreamId


@dataclass(frozen=True, slots=True)
class Unseen:
    """Nobody speaks of it; `sightings_told` counts those that were withdrawn."""

    sightings_told: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    facts: ClaimFacts
    first: Decision | None
    """The first decision there was, whatever was decided later."""
    sightings: tuple[Sighting, ...]
    sightings_told: int


Claim = Unseen | Known


def decide(command: RecordClaim | WithdrawSightings, claim: Claim) -> tuple[ClaimEvent, ...]:
    match command:
        case RecordClaim():
            return _record(command, claim)
        case WithdrawSightings(upload_id=upload_id):
            return _withdraw(upload_id, claim) if isinstance(claim, Known) else ()


def _record(command: RecordClaim, claim: Claim) -> tuple[ClaimEvent, ...]:
    upload_id, line, silent = command.upload_id, command.line, mask_of(command.silent)
    facts = as_told(command.facts)
    match claim:
        case Unseen():
            return (ClaimRecorded(facts=facts, upload_id=upload_id, line=line, silent=silent),)
        case Known():
            sighting = Sighting(claim.sightings_told + 1, upload_id, line, facts, silent)
            return _see_again(sighting, claim)


def _see_again(sighting: Sighting, claim: Known) -> tuple[ClaimEvent, ...]:
    twin = _twin(sighting, claim.sightings)
    if twin is not None and _are_alike(claim.sightings):
        return _repetition(sighting, twin, claim)
    resolved = resolve((*claim.sightings, sighting))
    if says_the_same(claim.facts, resolved.facts) and resolved.first == claim.first:
        return _repetition(sighting, twin, claim)
    said = None if sighting.facts == resolved.facts else sighting.facts
    change = ClaimChanged(
        before=claim.facts,
        after=resolved.facts,
        upload_id=sighting.upload_id,
        line=sighting.line,
        said=said,
        silent=sighting.silent,
        first=_unless(resolved.first, decision_of(resolved.facts)),
        first_before=_unless(claim.first, decision_of(claim.facts)),
    )
    return (_named(change),)


def _named(change: ClaimChanged) -> ClaimEvent:
    before, after = change.before, change.after
    kind: type[ClaimDecided | ClaimOutcomeChanged | ClaimReversed | ClaimCorrected]
    if after.stage == "reversed" and before.stage != "reversed":
        kind = ClaimReversed
    elif before.outcome == after.outcome:
        kind = ClaimCorrected
    else:
        kind = ClaimDecided if before.outcome == "PENDING" else ClaimOutcomeChanged
    return kind(**{name: getattr(change, name) for name in ClaimChanged.__struct_fields__})


def _repetition(sighting: Sighting, twin: Sighting | None, claim: Known) -> tuple[ClaimEvent, ...]:
    """Nothing new; noted once for every upload, so that the claim outlives the others."""
    upload_id, line = sighting.upload_id, sighting.line
    if any(_told_as_much(known, sighting) for known in claim.sightings):
        return ()
    if twin is not None:
        return (ClaimSeenAgain(upload_id=upload_id, line=line, same_as=twin.number),)
    said, silent = sighting.facts, sighting.silent
    return (ClaimSeenAgain(upload_id=upload_id, line=line, said=said, silent=silent),)


def _told_as_much(known: Sighting, sighting: Sighting) -> bool:
    """A word of the same file on the same occasion, to which this one adds nothing."""
    one, other = known.facts, sighting.facts
    return (
        known.upload_id == sighting.upload_id
        and (one.outcome, one.stage) == (other.outcome, other.stage)
        and other.decided_on in (None, one.decided_on)
    )


def _twin(sighting: Sighting, others: tuple[Sighting, ...]) -> Sighting | None:
    silent, facts = sighting.silent, sighting.facts
    alike = (one for one in others if one.silent == silent and says_the_same(one.facts, facts))
    return next(alike, None)


def _are_alike(sightings: tuple[Sighting, ...]) -> bool:
    """Whether each file said what the first one said: a repetition keeps those very facts."""
    facts, silent = sightings[0].facts, sightings[0].silent
    return all(one.facts is facts and one.silent == silent for one in sightings)


def _withdraw(upload_id: StreamId, claim: Known) -> tuple[ClaimEvent, ...]:
    left = tuple(known for known in claim.sightings if known.upload_id != upload_id)
    if len(left) == len(claim.sightings):
        return ()
    resolved: Resolved | None = resolve(left) if left else None
    after = resolved.facts if resolved else None
    withdrawn = ClaimWithdrawn(
        before=claim.facts,
        after=after,
        upload_id=upload_id,
        first=_unless(resolved.first, decision_of(after)) if resolved else None,
        first_before=_unless(claim.first, decision_of(claim.facts)),
    )
    return (withdrawn,)


def _unless(decision: Decision | None, other: Decision | None) -> Decision | None:
    return None if decision == other else decision


def evolve(claim: Claim, event: ClaimEvent) -> Claim:
    told = claim.sightings_told + 1
    match event:
        case ClaimRecorded(facts=facts, upload_id=upload_id, line=line, silent=silent):
            sighting = Sighting(told, upload_id, line, facts, silent)
            return Known(facts, decision_of(facts), (sighting,), told)
        case ClaimSeenAgain(upload_id=upload_id, line=line, same_as=same_as):
            assert isinstance(claim, Known)
            said = event.said
            if said is None:
                (same,) = (known for known in claim.sightings if known.number == same_as)
                sighting = Sighting(told, upload_id, line, same.facts, same.silent)
            else:
                sighting = Sighting(told, upload_id, line, said, event.silent)
            return Known(claim.facts, claim.first, (*claim.sightings, sighting), told)
        case ClaimWithdrawn():
            return _without(claim, event)
        case _:
            known = claim.sightings if isinstance(claim, Known) else ()
            said = event.said or event.after
            sighting = Sighting(told, event.upload_id, event.line, said, event.silent)
            first = event.first or decision_of(event.after)
            return Known(event.after, first, (*known, sighting), told)


def _without(claim: Claim, event: ClaimWithdrawn) -> Claim:
    assert isinstance(claim, Known)
    if event.after is None:
        return Unseen(claim.sightings_told)
    left = tuple(known for known in claim.sightings if known.upload_id != event.upload_id)
    return Known(event.after, event.first or decision_of(event.after), left, claim.sightings_told)


decider: Decider[RecordClaim | WithdrawSightings, Claim, ClaimEvent] = Decider(
    "claim", Unseen(), decide, evolve
)
