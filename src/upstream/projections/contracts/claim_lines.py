"""Which lines does a paid claim have, and what is said of them that its row does not say?

Rows belong to a version of the claim, by the position at which it begins, and never change. A paid
claim that says nothing beyond its row in `claim_versions` has none and costs next to nothing.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from upstream.domain.claims.events import ClaimChanged, ClaimRecorded, ClaimWithdrawn
from upstream.domain.claims.facts import ClaimFacts, ServiceLine
from upstream.domain.contracts.shortfalls import (
    CAPITATION,
    OTHER_PAYER,
    PAYMENT_REDUCTIONS,
    SEVERAL_PROCEDURES,
    is_not_primary,
)
from upstream.domain.messages import Event
from upstream.infrastructure import arrays
from upstream.projections.claims.claim_versions import CLAIM_TAGS
from upstream.projections.projection import Batch, Change, Fact, Projection

_INSERT: Final = (
    "INSERT INTO claim_lines (customer_id, from_position, line, units, billed_cents,"
    " allowed_cents, reduced_cents, cpt, submitted_cpt, place_of_service, modifiers, other_payer,"
    " capitation, several_procedures)"
    " SELECT %(customer_id)s, l.position, l.line, l.units, l.billed, l.allowed, l.reduced, l.cpt,"
    "   l.submitted_cpt, l.place, string_to_array(l.modifiers, E'\\x1f'), l.told & 1 > 0,"
    "   l.told & 2 > 0, l.told & 4 > 0"
    " FROM unnest(%(positions)s, %(lines)s, %(units)s, %(billed)s, %(allowed)s, %(reduced)s,"
    "   %(cpts)s, %(submitted_cpts)s, %(places)s, %(modifiers)s, %(told)s)"
    "   AS l (position, line, units, billed, allowed, reduced, cpt, submitted_cpt, place,"
    "     modifiers, told)"
)
_BETWEEN: Final = "\x1f"
_OTHER_PAYER, _CAPITATION, _SEVERAL_PROCEDURES = 1, 2, 4
_TOLD_BY: Final = {
    **dict.fromkeys(OTHER_PAYER, _OTHER_PAYER),
    **dict.fromkeys(CAPITATION, _CAPITATION),
    **dict.fromkeys(SEVERAL_PROCEDURES, _SEVERAL_PROCEDURES),
}
_REDUCTIONS: Final = frozenset(PAYMENT_REDUCTIONS)
_DERIVED: Final = "paid_and_patient"
_BEYOND_THE_ROW: Final = attrgetter("modifiers", "place_of_service", "adjustments")
_ONE: Final = frozenset({None, 1})


class _Line(NamedTuple):
    position: int
    line: int
    units: int
    billed_cents: int | None
    allowed_cents: int | None
    reduced_cents: int | None
    cpt: str
    submitted_cpt: str | None
    place_of_service: str | None
    modifiers: str | None
    told: int


def changes(batch: Batch) -> Iterator[Change]:
    lines = [line for fact in batch.facts for line in _lines_of(fact)]
    if lines:
        yield Change(_INSERT, _columns(lines))


def _lines_of(fact: Fact) -> Sequence[_Line]:
    facts = _known(fact.event())
    if facts is None or facts.outcome != "PAID":
        return ()
    whole = _OTHER_PAYER if is_not_primary(facts.outcome_raw) else 0
    if facts.lines:
        return [_line(fact, facts, whole, *placed) for placed in enumerate(facts.lines, 1)]
    if not whole and facts.units in _ONE and not any(_BEYOND_THE_ROW(facts)):
        return ()
    return (_line(fact, facts, whole, 1, _as_its_own_line(facts)),)


def _known(event: Event) -> ClaimFacts | None:
    """None where nothing is left of what was said about the claim."""
    match event:
        case ClaimRecorded(facts=facts):
            return facts
        case ClaimChanged(after=after) | ClaimWithdrawn(after=after):
            return after
        case _:
            raise AssertionError(type(event).__name__)


def _as_its_own_line(facts: ClaimFacts) -> ServiceLine:
    return ServiceLine(
        number="1",
        cpt=facts.cpt,
        modifiers=facts.modifiers,
        billed_cents=facts.billed_cents,
        allowed_cents=facts.allowed_cents,
        units=facts.units,
        adjustments=facts.adjustments,
    )


def _line(fact: Fact, claim: ClaimFacts, told: int, place: int, line: ServiceLine) -> _Line:
    """What the only line of a claim does not say of money, the claim says."""
    billed, allowed, reduced = line.billed_cents, line.allowed_cents, 0
    if len(claim.lines) == 1:
        billed = claim.billed_cents if billed is None else billed
        allowed = claim.allowed_cents if allowed is None else allowed
    for one in line.adjustments:
        told |= _TOLD_BY.get(one.carc, 0)
        reduced += one.cents if one.carc in _REDUCTIONS else 0
    return _Line(
        fact.position,
        place,
        1 if line.units is None else line.units,
        billed,
        None if line.denied else allowed,
        reduced if reduced and claim.allowed_method == _DERIVED else None,
        line.cpt,
        line.submitted_cpt,
        claim.place_of_service or None,
        _BETWEEN.join(line.modifiers) or None,
        told,
    )


def _columns(lines: Sequence[_Line]) -> dict[str, object]:
    positions, places, units, billed, allowed, reduced, *words, told = zip(*lines, strict=True)
    cpts, submitted_cpts, places_of_service, modifiers = words
    return {
        "positions": arrays.int8s(positions),
        "lines": arrays.few_int4s(places),
        "units": arrays.few_int4s(units),
        "billed": arrays.int8s(billed),
        "allowed": arrays.int8s(allowed),
        "reduced": arrays.int8s(reduced),
        "cpts": arrays.few_texts(cpts),
        "submitted_cpts": arrays.few_texts(submitted_cpts),
        "places": arrays.few_texts(places_of_service),
        "modifiers": arrays.few_texts(modifiers),
        "told": arrays.few_int4s(told),
    }


claim_lines = Projection(
    name="claim_lines", version=1, tags=CLAIM_TAGS, changes=changes, span_max=10_000
)
"""Its rows say what `shortfalls.py` made of reasons when they were written: other reasons there
are another version here.
"""
