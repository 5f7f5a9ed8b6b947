"""What is known of a claim: a pure function of what all files said about it.

The last word of the payer counts, by the day it was spoken, not by the day its file came in. A
file that cannot say something leaves what was known. A reversal takes back the decision it refers
to, and only that one: nothing is ever counted twice. The first decision is kept beside the last.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from upstream.domain.claims.facts import ClaimFacts, Decision, Stage, decision_of
from upstream.domain.claims.service_lines import claims_of_uploads, with_lines
from upstream.domain.claims.sightings import WORD_ON_A_DECISION, Placed, Sighting, in_order
from upstream.domain.claims.silence import OTHER_LINES, names_of

OF_THE_DECISION = frozenset(
    {
        *("decided_on", "denial_reason", "denial_reason_raw", "remarks", "allowed_cents"),
        *("paid_cents", "paid_on", "partly_denied", "adjustments", "allowed_method"),
        "denial_rule",
    }
)
"""Facts that say how it was decided: they do not outlive the outcome they explain."""

_NEVER_KEPT = frozenset({"stage", OTHER_LINES})


class Resolved(NamedTuple):
    """What is known, and the first decision there ever was."""

    facts: ClaimFacts
    first: Decision | None


def resolve(sightings: Sequence[Sighting]) -> Resolved:
    """At least one sighting."""
    if len(sightings) == 1:
        facts = sightings[0].facts
        return Resolved(facts, decision_of(facts))
    told = _without_repeated_reversals(in_order(claims_of_uploads(sightings)))
    telling = _Telling(told)
    for place in range(len(told)):
        telling.hear(place)
    assert telling.known is not None
    return Resolved(telling.known, telling.first)


class _Telling:
    """What is known after each sighting, one after the other."""

    def __init__(self, told: list[Placed]) -> None:
        self._told = told
        self._undoes = _undoes(told)
        self._standing: int | None = None
        """The place of the decision that stands."""
        self._decided: Decision | None = None
        """The last decision, whether it stands or was taken back."""
        self._appealed = False
        self.known: ClaimFacts | None = None
        self.first: Decision | None = None

    def hear(self, place: int) -> None:
        placed, known = self._told[place], self.known
        stage = placed.facts.stage
        if known is not None and stage == "reversed":
            self.known = self._take_back(place, known)
        elif known is not None and stage in WORD_ON_A_DECISION and decision_of(known):
            said = completed(placed.facts, known, placed.silent)
            kept = {name: getattr(known, name) for name in OF_THE_DECISION}
            self.known = replace(
                said, outcome=known.outcome, outcome_raw=known.outcome_raw, stage=stage, **kept
            )
        else:
            self.known = self._next(place, known)
        self.known = _dated(self.known)
        self._appealed |= stage == "appealed"

    def _take_back(self, place: int, known: ClaimFacts) -> ClaimFacts:
        undone = self._undoes.get(place)
        if undone is not None and self._standing is not None and undone != self._standing:
            return replace(known, stage=known.stage or "corrected")
        self._standing = None
        said = self._told[place]
        after = completed(said.facts, known, said.silent)
        lasting = {"payer_claim_ref": known.payer_claim_ref, "billed_cents": known.billed_cents}
        told = {name: value for name, value in lasting.items() if value is not None}
        return replace(after, stage="reversed", **told)

    def _next(self, place: int, known: ClaimFacts | None) -> ClaimFacts:
        placed = self._told[place]
        after = placed.facts
        if known is not None:
            after = completed(after, known, placed.silent)
        decision = decision_of(after)
        after = replace(after, stage=self._stage(placed.facts, after, known, decision))
        self._standing = place if decision else None
        if decision and decision != self._decided:
            self._decided, self._appealed = decision, False
        self.first = self.first or decision
        return after

    def _stage(
        self,
        said: ClaimFacts,
        after: ClaimFacts,
        known: ClaimFacts | None,
        decision: Decision | None,
    ) -> Stage | None:
        if said.stage is not None or known is None:
            return said.stage
        if (known.outcome, known.decided_on) == (after.outcome, after.decided_on):
            return known.stage
        if decision is None:
            return None
        if self._appealed and decision.outcome == "DENIED":
            return "upheld"
        if self._appealed and self._decided and self._decided.outcome == "DENIED":
            return "overturned"
        return "corrected" if known.stage == "reversed" else None


def _without_repeated_reversals(told: list[Placed]) -> list[Placed]:
    """Two files may tell of one reversal; a claim is not reversed twice on one day."""
    days: set[date] = set()
    kept = []
    for placed in told:
        if placed.facts.stage == "reversed":
            if placed.on in days:
                continue
            days.add(placed.on)
        kept.append(placed)
    return kept


def _undoes(told: list[Placed]) -> dict[int, int]:
    """For each reversal the decision it takes back: by the payer's number where both give it, else
    the last one of an earlier day, else the last one. A decision is taken back once.
    """
    found: dict[int, int] = {}
    for place, placed in enumerate(told):
        if placed.facts.stage != "reversed":
            continue
        open_ones = [
            other
            for other in range(place)
            if other not in found.values() and decision_of(told[other].facts)
        ]
        ref = placed.facts.payer_claim_ref
        named = [n for n in open_ones if ref and told[n].facts.payer_claim_ref == ref] or open_ones
        earlier = [other for other in named if told[other].on < placed.on] or named
        if earlier:
            found[place] = earlier[-1]
    return found


def completed(facts: ClaimFacts, known: ClaimFacts, silent: int) -> ClaimFacts:
    """What the row says, and what is known already where its file cannot say it."""
    names = names_of(silent)
    kept = names - _NEVER_KEPT
    if facts.outcome != known.outcome:
        kept -= OF_THE_DECISION
    if facts.modifiers:
        kept -= {"modifiers"}
    if OTHER_LINES in names:
        kept -= {"lines", "partly_denied"}
    after = replace(facts, **{name: getattr(known, name) for name in kept}) if kept else facts
    if OTHER_LINES in names and known.lines:
        after = with_lines(after, known.lines)
    return after


def _dated(facts: ClaimFacts) -> ClaimFacts:
    """Files may differ on the day of submission; no claim was decided before it."""
    if facts.decided_on is None or facts.submitted_on <= facts.decided_on:
        return facts
    return replace(facts, submitted_on=facts.decided_on)


def says_the_same(one: ClaimFacts, other: ClaimFacts) -> bool:
    """Another spelling of the same normalised value is not another fact."""
    return one == other or one == replace(
        other,
        payer_raw=one.payer_raw,
        outcome_raw=one.outcome_raw,
        denial_reason_raw=one.denial_reason_raw,
    )
