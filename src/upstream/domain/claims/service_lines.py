"""Rows that each tell of one service line become the claim they belong to, lines and all.

Amounts are sums; the claim is denied where every line is, and partly denied where some are; the
procedure with the largest charge stands for the claim.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from upstream.domain.claims.facts import ClaimFacts, Outcome, ServiceLine, Stage
from upstream.domain.claims.procedures import cpt_group
from upstream.domain.claims.sightings import Sighting
from upstream.domain.units import Cents

Occasion = tuple[Stage | None, date | None, bool]
"""What lines of one claim in one file have to share to be parts of the same word on it."""

_Identity = tuple[str, tuple[str, ...], int]


def occasion_of(facts: ClaimFacts) -> Occasion:
    return facts.stage, facts.decided_on, facts.outcome == "PENDING"


def claims_of_uploads(sightings: Sequence[Sighting]) -> list[tuple[ClaimFacts, int]]:
    """What each file said about the whole claim, however its lines came in."""
    found: dict[object, tuple[list[ClaimFacts], int]] = {}
    for sighting in sightings:
        facts = sighting.facts
        some = sighting.tells_of_some_lines
        key = (sighting.upload_id, occasion_of(facts)) if some else sighting.number
        found.setdefault(key, ([], sighting.silent))[0].append(facts)
    return [
        (several[0] if len(several) == 1 else combined(several), silent)
        for several, silent in found.values()
    ]


def combined(rows: Sequence[ClaimFacts]) -> ClaimFacts:
    """One claim out of rows about its lines, all of one file and one occasion; at least one."""
    if rows[0].stage == "reversed":
        return replace(rows[0], billed_cents=_sum(row.billed_cents for row in rows))
    lines = dict.fromkeys(line for row in rows for line in _lines_of(row))
    days = [row.service_on for row in rows if row.service_on is not None]
    whole = replace(
        _strongest(rows),
        submitted_on=min(row.submitted_on for row in rows),
        service_on=min(days, default=None),
        paid_cents=_sum(row.paid_cents for row in rows),
    )
    return _summed(whole, list(lines))


def with_lines(facts: ClaimFacts, known: Sequence[ServiceLine]) -> ClaimFacts:
    """The claim with the lines another file told of; the same line told again replaces itself."""
    lines = dict(zip(_identities(known), known, strict=True))
    lines |= dict(zip(_identities(facts.lines), facts.lines, strict=True))
    return _summed(facts, list(lines.values()))


def _lines_of(row: ClaimFacts) -> tuple[ServiceLine, ...]:
    if row.lines:
        return tuple(replace(line, number="") for line in row.lines)
    line = ServiceLine(
        number="",
        cpt=row.cpt,
        modifiers=row.modifiers,
        billed_cents=row.billed_cents,
        allowed_cents=row.allowed_cents,
        paid_cents=row.paid_cents,
        units=row.units,
        remarks=row.remarks,
        denied=row.outcome == "DENIED",
    )
    return (line,)


def _identities(lines: Iterable[ServiceLine]) -> list[_Identity]:
    """Two lines with one code are told apart by their order."""
    seen: Counter[tuple[str, tuple[str, ...]]] = Counter()
    found = []
    for line in lines:
        key = (line.cpt, line.modifiers)
        found.append((*key, seen[key]))
        seen[key] += 1
    return found


def _strongest(rows: Sequence[ClaimFacts]) -> ClaimFacts:
    """The row whose words speak for the claim: the dearest of those denied, else of all."""
    denied = [row for row in rows if row.outcome == "DENIED"]
    return max(denied or rows, key=lambda row: row.billed_cents or 0)


def _summed(facts: ClaimFacts, lines: list[ServiceLine]) -> ClaimFacts:
    principal = max(lines, key=lambda line: line.billed_cents or 0)
    denied = [line.denied for line in lines]
    decided = facts.outcome in {"PAID", "DENIED"}
    outcome: Outcome = facts.outcome
    if decided:
        outcome = "DENIED" if all(denied) else "PAID"
    return replace(
        facts,
        cpt=principal.cpt,
        cpt_group=cpt_group(principal.cpt),
        modifiers=principal.modifiers,
        units=principal.units,
        outcome=outcome,
        outcome_raw=facts.outcome_raw if outcome == facts.outcome else None,
        partly_denied=decided and any(denied) and not all(denied),
        billed_cents=_sum(line.billed_cents for line in lines),
        allowed_cents=_sum(line.allowed_cents for line in lines),
        paid_cents=_sum(line.paid_cents for line in lines),
        lines=tuple(replace(line, number=str(n)) for n, line in enumerate(lines, 1)),
    )


def _sum(amounts: Iterable[Cents | None]) -> Cents | None:
    """None where no line has an amount."""
    known = [amount for amount in amounts if amount is not None]
    return Cents(sum(known)) if known else None


class Part(NamedTuple):
    """What some rows of a file say about one claim on one occasion."""

    places: list[int]
    facts: ClaimFacts
    other_lines: int
    """How many more lines than one."""


def by_claim(keys: Sequence[str], rows: Sequence[ClaimFacts]) -> list[Part]:
    """Rows of the same claim as one, in the order in which the claims appear first."""
    places: defaultdict[object, list[int]] = defaultdict(list)
    for place, (key, facts) in enumerate(zip(keys, rows, strict=True)):
        places[key, occasion_of(facts)].append(place)
    parts = []
    for several in places.values():
        whole = combined([rows[place] for place in several])
        parts.append(Part(several, whole, max(len(whole.lines) - 1, 0)))
    return parts
