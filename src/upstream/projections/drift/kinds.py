"""The claims that may count for a run as columns of numbers, and the words of each kind."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from upstream.domain.drift.counts import Question
from upstream.domain.drift.weekly import Integers, Truths
from upstream.projections.claims.columns import OTHER, Claims, day_number
from upstream.projections.claims.packing import NO_DAY, OUTCOMES
from upstream.projections.claims.reading_columns import Known, read_claims
from upstream.projections.drift.sums import Ranked, Short, ranked
from upstream.projections.view import View

_OUTCOME, _REASON, _CODE, _PAYER = 2, 21, 20, 20
"""Bits of each number in that of a kind."""


class Kinds(NamedTuple):
    """What the claims of each kind have in common, under the names the customer uses."""

    payer: Ranked
    cpt_group: Ranked
    cpt: Ranked
    outcome: Ranked
    reason: Ranked

    def __len__(self) -> int:
        return len(self.payer.rank)

    def where(self, chosen: Truths) -> "Kinds":
        return Kinds(*(Ranked(names, rank[chosen]) for names, rank in self))

    def with_outcome(self, *outcomes: str) -> Truths:
        names, rank = self.outcome
        return np.array([name in outcomes for name in names], dtype=bool)[rank]


class CountedClaims(NamedTuple):
    """All that may count: numbers along the claims, and the words of each kind."""

    kinds: Kinds
    kind: Short
    """Which of `kinds`."""
    allowed_cents: Integers
    """Less than one where nobody said."""
    submitted: Short
    """Days before the day the question looks until, 1 the last one …"""
    decided: Short
    """… and 0 where the claim still waited then."""


class _Part(NamedTuple):
    """Of one stretch of the log."""

    words: Integers
    """Payer, code, reason and outcome in one number: the different ones …"""
    kind: Integers
    """… and which of them each claim has."""
    allowed_cents: Integers
    submitted: Short
    decided: Short


def read_kinds(view: View, question: Question) -> CountedClaims:
    """A claim of which nobody says more does not wait, and is left out."""
    known = Known(view)
    parts = [_part(one, question) for one in read_claims(view, known, "allowed")]
    for names, bits in ((known.payers, _PAYER), (known.codes, _CODE), (known.reasons, _REASON)):
        if len(names) > 1 << bits:
            raise OverflowError(
                f"{len(names)} different names are more than {bits} bits tell apart"
            )
    words = np.unique(np.concatenate([part.words for part in parts]))
    return CountedClaims(
        _kinds(words, known),
        np.concatenate(
            [np.searchsorted(words, part.words).astype(np.int32)[part.kind] for part in parts]
        ),
        np.concatenate([part.allowed_cents for part in parts]),
        np.concatenate([part.submitted for part in parts]),
        np.concatenate([part.decided for part in parts]),
    )


def _part(claims: Claims, question: Question) -> _Part:
    from_on, until = day_number(question.from_on), day_number(question.until)
    told_of_more = np.equal(claims.decided, NO_DAY) & ~claims.has(OTHER)
    counts = (claims.decided >= from_on) | told_of_more
    one = claims.where(np.asarray(counts & (claims.submitted < until), dtype=np.bool_))
    known = (one.decided >= from_on) & (one.decided < until)
    words = one.payer.astype(np.int64) << _CODE | one.code
    words = (words << _REASON | one.reason) << _OUTCOME | one.state & 3
    different, kind = np.unique(words, return_inverse=True)
    return _Part(
        different,
        kind,
        one.allowed.astype(np.int64),
        (until - one.submitted).astype(np.int32),
        (until - np.where(known, one.decided, until)).astype(np.int32),
    )


def _kinds(words: Integers, known: Known) -> Kinds:
    def bits(shift: int, count: int) -> Integers:
        return words >> shift & ((1 << count) - 1)

    def of(names: Sequence[str], numbers: Integers) -> Ranked:
        found = ranked(names)
        return Ranked(found.names, found.rank[numbers])

    code = bits(_OUTCOME + _REASON, _CODE)
    return Kinds(
        of(known.payers, words >> (_OUTCOME + _REASON + _CODE)),
        of([cpt_group for _, cpt_group in known.codes], code),
        of([cpt for cpt, _ in known.codes], code),
        of(OUTCOMES, bits(0, _OUTCOME)),
        of(known.reasons, bits(_OUTCOME, _REASON)),
    )
