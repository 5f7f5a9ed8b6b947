"""How a payer decided, in the words of many systems, as one of four."""

import re
from datetime import date
from types import MappingProxyType

from upstream.domain.claims.cells import said, tidy
from upstream.domain.claims.facts import Outcome, Stage
from upstream.domain.claims.faults import Fault

_WORDS: dict[Outcome, str] = {
    "PAID": """
        paid, approved, accepted, allowed, payment, settled, paid in full, fully paid, partially
        paid, partial payment, paid partial, finalized paid, processed, processed as primary,
        processed as secondary, processed as tertiary, 1, 2, 3, 19, 20, 21
    """,
    "DENIED": "denied, deny, denial, rejected, declined, refused, finalized denied, 4",
    "PENDING": """
        pending, pended, pend, open, submitted, in process, in progress, in review, under review,
        suspended, awaiting, awaiting payment, awaiting decision, received, undecided
    """,
}
_SYNONYMS = MappingProxyType(
    {
        " ".join(word.split()): outcome
        for outcome, words in _WORDS.items()
        for word in words.split(",")
    }
)
"""Numbers are claim status codes of an 835 (CLP02); 22, 23 and 25 are OTHER: no decision."""

_STAGE_WORDS: dict[Stage, str] = {
    "reversed": """
        reversal, reversed, reversal of previous payment, takeback, take back, recoupment,
        recouped, 22
    """,
    "voided": "void, voided, cancelled, canceled",
    "appealed": """
        appealed, appeal, in appeal, on appeal, under appeal, appeal pending, appeal filed,
        appeal submitted, appeal in progress
    """,
    "overturned": "overturned, appeal overturned, denial overturned, appeal won",
    "upheld": "upheld, appeal upheld, denial upheld, appeal denied, appeal lost",
    "written_off": "written off, write off, write-off, writeoff, written-off",
    "corrected": "corrected, corrected claim, correction",
    "forwarded": "forwarded, 23",
    "predetermined": "predetermination, predetermined, 25",
}
_STAGES = MappingProxyType(
    {
        " ".join(word.split()): stage
        for stage, words in _STAGE_WORDS.items()
        for word in words.split(",")
    }
)
_AFTER_APPEAL: MappingProxyType[Stage | None, Outcome] = MappingProxyType(
    {"overturned": "PAID", "upheld": "DENIED"}
)

_LEADING_WORDS = re.compile("[^-\u2013:(/]+")

DELAY_DAYS_MAX = 3 * 366
"""A longer way from submission to decision is a slip of the pen: the longest in real remittances
we have seen is 867 days, and one wrong year would move an average of hundreds of claims."""


def outcome_in(cell: str) -> Outcome | None:
    """None where the cell says nothing; OTHER for words nobody taught us."""
    text = said(cell)
    if text is None:
        return None
    words = tidy(text).casefold().replace("_", " ")
    if words in _STAGES:
        return _AFTER_APPEAL.get(_STAGES[words], "OTHER")
    if words in _SYNONYMS:
        return _SYNONYMS[words]
    leading = _LEADING_WORDS.match(words)
    return _SYNONYMS.get(leading[0].strip(), "OTHER") if leading else "OTHER"


def stage_in(cell: str) -> Stage | None:
    """Where in its life the claim is, for words that tell more than an outcome."""
    text = said(cell)
    return None if text is None else _STAGES.get(tidy(text).casefold().replace("_", " "))


def outcome_words(cell: str) -> str | None:
    """The raw words, where they are others than the outcome they became."""
    text = said(cell)
    if text is None:
        return None
    words = tidy(text)
    return None if words == outcome_in(cell) else words[:80]


def settle(outcome: Outcome | None, *, dated: bool, dates_expected: bool) -> Outcome | Fault:
    """Outcome and decision date read together: a claim is open until it is decided and dated.

    Where a file has no decision dates at all (`dates_expected` is false) the outcome stands alone.
    """
    if outcome is None:
        return Fault("outcome", "row.outcome_missing") if dated else "PENDING"
    if dated or not dates_expected or outcome == "PENDING":
        return outcome
    if outcome == "OTHER":
        return "PENDING"
    return Fault("decided_date", "row.decision_date_missing")


def date_fault(submitted_on: date, decided_on: date | None) -> Fault | None:
    """Decided before it was submitted, or impossibly late."""
    if decided_on is None:
        return None
    days = (decided_on - submitted_on).days
    if days < 0:
        return Fault("decided_date", "row.decided_before_submitted")
    return Fault("decided_date", "row.delay_impossible") if days > DELAY_DAYS_MAX else None
