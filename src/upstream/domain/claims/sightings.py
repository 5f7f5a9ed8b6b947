"""A sighting: what one file said about a claim; and the order in which sightings happened."""

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from upstream.domain.claims.facts import ClaimFacts, Stage
from upstream.domain.claims.silence import OTHER_LINES, names_of
from upstream.domain.units import StreamId

WORD_ON_A_DECISION: frozenset[Stage | None] = frozenset({"appealed", "written_off"})
"""Stages that say what became of a decision without being one."""

_RANKS: dict[Stage | None, int] = {
    "submitted": 0,
    "accepted": 1,
    "rejected": 1,
    "pended": 2,
    "predetermined": 3,
    "appealed": 5,
    "written_off": 5,
    "overturned": 6,
    "upheld": 6,
}
_PENDING, _DECIDED = 2, 4


class Sighting(msgspec.Struct, frozen=True, gc=False):
    """What a file said about a claim, and where it said so."""

    number: int
    """Counted per claim, from 1, in the order they came in."""
    upload_id: StreamId
    line: int
    facts: ClaimFacts
    silent: int
    """A mask of the facts the file cannot say."""

    @property
    def tells_of_some_lines(self) -> bool:
        return OTHER_LINES in names_of(self.silent)


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A sighting's facts with the day they tell of."""

    on: date
    facts: ClaimFacts
    silent: int


def as_told(facts: ClaimFacts) -> ClaimFacts:
    """A reversal or a void as facts: no decision, nothing allowed and nothing paid.

    Their amounts are those of what they take back, so they are not kept; what was charged is, as a
    positive amount. All other facts are what they are.
    """
    if facts.stage != "reversed" and facts.frequency != "8" and facts.stage != "voided":
        return facts
    return replace(
        facts,
        outcome="OTHER",
        stage="reversed" if facts.stage == "reversed" else "voided",
        billed_cents=None if facts.billed_cents is None else abs(facts.billed_cents),
        allowed_cents=None,
        paid_cents=None,
        paid_on=None,
        denial_reason=None,
        denial_reason_raw=None,
        remarks=(),
        partly_denied=False,
        adjustments=(),
        lines=(),
        allowed_method=None,
        denial_rule=None,
    )


def in_order(sightings: Sequence[tuple[ClaimFacts, int]]) -> list[Placed]:
    """By the day of the decision, open claims by the day of submission; then as they came in.

    On one day what is submitted comes before what is decided, and the decision before words on
    it. What has no day happened after everything that had come in before it.
    """
    latest, keyed = date.min, []
    for place, (facts, silent) in enumerate(sightings):
        on = _day_of(facts) or max(latest, facts.submitted_on)
        latest = max(latest, on)
        keyed.append((on, _rank_of(facts), place, Placed(on, facts, silent)))
    keyed.sort(key=lambda item: item[:3])
    return [placed for *_, placed in keyed]


def _day_of(facts: ClaimFacts) -> date | None:
    if facts.decided_on is not None:
        return facts.decided_on
    open_or_void = facts.outcome == "PENDING" or facts.stage == "voided"
    return facts.submitted_on if open_or_void and facts.stage not in WORD_ON_A_DECISION else None


def _rank_of(facts: ClaimFacts) -> int:
    usual = _PENDING if facts.outcome == "PENDING" else _DECIDED
    return _RANKS.get(facts.stage, usual)
