"""A row becomes a claim, or the reasons why it cannot, or nothing at all."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from upstream.domain.claims.columns import ColumnName
from upstream.domain.claims.facts import ClaimFacts, Outcome
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.layout import Layout
from upstream.domain.claims.outcomes import date_fault, settle
from upstream.domain.claims.sightings import as_told
from upstream.domain.claims.silence import OTHER_LINES
from upstream.domain.claims.skips import is_no_claim
from upstream.domain.claims.slots import AMOUNT_COLUMNS, slots_of, sources_of

FIELDS = ClaimFacts.__struct_fields__
SUBMITTED, DECIDED, OUTCOME, STAGE = map(
    FIELDS.index, ("submitted_on", "decided_on", "outcome", "stage")
)
_AMOUNTS: tuple[tuple[int, ColumnName], ...] = tuple(
    (FIELDS.index(fact), column) for fact, column in AMOUNT_COLUMNS.items()
)
_DEFAULTS = ClaimFacts.__struct_defaults__
ABSENT = (None,) * (len(FIELDS) - len(_DEFAULTS)) + _DEFAULTS
claim_of = cast("Callable[..., ClaimFacts]", ClaimFacts)
_WORDS: tuple[Outcome | None, ...] = ("PAID", "DENIED", "OTHER", "PENDING", None)

Verdict = ClaimFacts | tuple[Fault, ...] | None
"""A claim, or every fault of the row, or None for a row that is no claim."""


class RowRules:
    """All rules for the rows of one file; the same row always gets the same verdict."""

    def __init__(self, layout: Layout, pseudonym_key: bytes) -> None:
        self.layout = layout
        self.sources = sources_of(layout)
        slots = slots_of(layout, pseudonym_key)
        self.slots = [slots.get(name) for name in FIELDS]
        self.settled = {
            (word, undated): settle(word, dated=not undated, dates_expected="decided_on" in slots)
            for word in _WORDS
            for undated in (True, False)
        }
        silent = set(FIELDS) - slots.keys()
        if not layout.indexes("modifiers"):
            silent.add("modifiers")
        if layout.grain == "line":
            silent.add(OTHER_LINES)
        self.silent = frozenset(silent)

    def verdict(self, row: Sequence[str]) -> Verdict:
        faults_or_claim = self._read(row)
        if isinstance(faults_or_claim, tuple) and is_no_claim(row, self.layout):
            return None
        return faults_or_claim

    def _read(self, row: Sequence[str]) -> ClaimFacts | tuple[Fault, ...]:
        if len(row) != self.layout.width:
            too = "few" if len(row) < self.layout.width else "many"
            return (Fault(None, f"row.too_{too}_fields"),)
        values = [
            slot.reading[self.sources[slot.column].of_row(row)] if slot else absent
            for slot, absent in zip(self.slots, ABSENT, strict=True)
        ]
        faults = dict.fromkeys(value for value in values if isinstance(value, Fault))
        return tuple(faults) or self._settle(values)

    def _settle(self, values: list[object]) -> ClaimFacts | tuple[Fault, ...]:
        fault = turn_negatives(values)
        if fault:
            return (fault,)
        word, decided_on = cast("Outcome | None", values[OUTCOME]), values[DECIDED]
        outcome = self.settled[word, decided_on is None]
        if isinstance(outcome, Fault):
            return (outcome,)
        if outcome == "PENDING":
            decided_on = None
        submitted_on = cast("date", values[SUBMITTED])
        fault = date_fault(submitted_on, cast("date | None", decided_on))
        if fault:
            return (fault,)
        values[OUTCOME], values[DECIDED] = outcome, decided_on
        return as_told(claim_of(*values))


def turn_negatives(values: list[object]) -> Fault | None:
    """A row whose amounts are all negative takes a payment back, whatever word stands beside them;
    in any other row a negative amount is a fault.
    """
    amounts = [(column, cast("int", values[place] or 0)) for place, column in _AMOUNTS]
    negative = next((column for column, cents in amounts if cents < 0), None)
    if negative is None:
        return None
    if any(cents > 0 for _, cents in amounts):
        return Fault(negative, "row.amount_negative")
    values[OUTCOME], values[STAGE] = "OTHER", values[STAGE] or "reversed"
    return None
