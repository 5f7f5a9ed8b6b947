"""One look at all the claims: those that a range of days counts, and what was told of at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from upstream.domain.figures.counts import Seen
from upstream.projections.claims.columns import (
    DENIED,
    PAID,
    PENDING,
    Claims,
    Integers,
    Truths,
    day_number,
    joined,
)
from upstream.projections.claims.packing import NO_DAY
from upstream.projections.claims.reading_columns import Known, read_claims
from upstream.projections.view import View

_EVER: Final = 1 << 30
"""Later than every day: until then those wait whom nobody has answered yet."""
LONG_AGO: Final = -_EVER
"""Before every day; what nobody dated is further back still."""


class Range(NamedTuple):
    """Days `[since, until)` as numbers."""

    since: int
    until: int

    def holds(self, days: Integers) -> Truths:
        return (days >= self.since) & (days < self.until)


def range_of(since: date, until: date) -> Range:
    return Range(day_number(since), day_number(until))


@dataclass(frozen=True, slots=True)
class Looked:
    """What figures are counted from: claims that were not voided and touch the range or wait in
    it, and what files ever told of. `payers` are all there are.
    """

    known: Known
    asked: Range
    claims: Claims
    seen: Seen
    newest: Mapping[str, int]
    """By payer, the last day of submission before the end of the range, of claims that wait or
    were answered.
    """

    def only(self, payer: str) -> "Looked":
        """The same of one payer's claims."""
        names = self.known.payers
        number = names.index(payer) if payer in names else -1
        newest = {name: day for name, day in self.newest.items() if name == payer}
        claims = self.claims.where(self.claims.payer == number)
        return replace(self, claims=claims, newest=newest)


def look(view: View, since: date, until: date) -> Looked:
    """One read of all the claims known at the view's position."""
    known, asked = Known(view), range_of(since, until)
    kept: list[Claims] = []
    seen, newest = [False] * 4, dict[int, int]()
    for part in read_claims(view, known, "billed", "allowed", "paid"):
        claims = part.where(~part.in_stage("voided"))
        seen = [one or bool(other.any()) for one, other in zip(seen, _seen(claims), strict=True)]
        waits = waiting(claims)
        _note_newest(newest, claims.where(waits & (claims.submitted < asked.until)))
        touched = asked.holds(claims.submitted) | asked.holds(claims.decided)
        touched |= asked.holds(claims.first)
        kept.append(claims.where(touched | (waits & (ends_of(claims) >= asked.since))))
    names = known.payers
    by_name = {names[payer]: day for payer, day in newest.items()}
    return Looked(known, asked, joined(kept), Seen(*seen), by_name)


def _note_newest(newest: dict[int, int], claims: Claims) -> None:
    if not len(claims):
        return
    last = np.full(int(claims.payer.max()) + 1, NO_DAY, dtype=np.int32)
    np.maximum.at(last, claims.payer, claims.submitted)
    for payer, day in enumerate(last.tolist()):
        if day > NO_DAY:
            newest[payer] = max(day, newest.get(payer, day))


def waiting(claims: Claims) -> Truths:
    """Those that wait for a decision, or waited for the one they have."""
    answered = ends_of(claims) < _EVER
    return ~claims.in_stage("rejected") & (answered | claims.has(PENDING))


def ends_of(claims: Claims) -> Integers:
    """The day on which a claim's wait ended, far away where it has not."""
    answered = claims.answered
    return np.where(answered > LONG_AGO, answered, _EVER)


def _seen(claims: Claims) -> Iterator[Truths]:
    yield claims.has(PENDING)
    yield claims.had_first(DENIED) & (claims.has(PAID) | claims.in_stage("overturned", "upheld"))
    yield claims.in_stage("appealed", "overturned", "upheld")
    yield claims.in_stage("written_off")
