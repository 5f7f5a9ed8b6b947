"""Claims counted for figures: everything under every clock, and what waits."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from upstream.domain.figures.counts import DAYS_OLD, Open
from upstream.projections.claims.columns import (
    DENIED,
    PAID,
    Claims,
    Integers,
    Truths,
    month_named,
    months_of,
    paired,
    unpaired,
)
from upstream.projections.figures.looking import LONG_AGO, Looked, ends_of, waiting


class Cell(NamedTuple):
    """The sums of a payer and a month under one clock, in the order of `domain.figures.Sums`."""

    clock: str
    payer: str
    month: date
    sums: list[int]


def sums(looked: Looked) -> Iterator[Cell]:
    """Every sum under every clock; who reads them takes those that mean something there."""
    for clock, inside, days in clocks(looked):
        yield from _sums(looked, clock, inside, days)


def clocks(looked: Looked) -> Iterator[tuple[str, Truths, Integers]]:
    """By clock, the claims whose day is in the range, and the days of all."""
    every, holds = looked.claims, looked.asked.holds
    yield "submitted", ~every.in_stage("rejected") & holds(every.submitted), every.submitted
    yield "first", holds(every.first), every.first
    yield "decided", holds(every.decided), every.decided


def _sums(looked: Looked, clock: str, inside: Truths, days: Integers) -> Iterator[Cell]:
    claims = looked.claims.where(inside)
    if not len(claims):
        return
    cells, cell = np.unique(paired(claims.payer, months_of(days[inside])), return_inverse=True)
    columns = [added(cell, mask, cents, len(cells)) for mask, cents in _measures(claims)]
    names = looked.known.payers
    named = (part.tolist() for part in unpaired(cells))
    for place, (payer, month) in enumerate(zip(*named, strict=True)):
        sums = [int(one[place]) for one in columns]
        yield Cell(clock, names[payer], month_named(month), sums)


def added(cell: Integers, mask: Truths | None, cents: Integers | None, size: int) -> Integers:
    """Counted where no cents are given. Sums stay far below where floats lose integers."""
    where = cell if mask is None else cell[mask]
    weights = None if cents is None else cents if mask is None else cents[mask]
    return np.bincount(where, weights, size).astype(np.int64)


def _measures(claims: Claims) -> Iterator[tuple[Truths | None, Integers | None]]:
    """In the order of `domain.figures.counts.Sums`."""
    billed = np.maximum(claims.billed, 0)
    denied, paid, first = claims.has(DENIED), claims.has(PAID), claims.had_first(DENIED)
    judged = denied | paid
    partly = claims.is_partly_denied
    told = denied | (paid & (claims.paid >= 0))
    unpaid = told & (claims.paid <= 0)
    priced = paid & (claims.paid >= 0) & (claims.allowed >= 0)
    yield None, None
    yield None, billed
    yield ~claims.was_decided, None
    yield first, None
    yield first, billed
    yield claims.had_first(PAID) & paid & ~partly, None
    yield first & paid, None
    yield denied, None
    yield denied, billed
    yield told & ~claims.is_repeated, None
    yield unpaid & ~claims.is_repeated, None
    yield told, None
    yield unpaid, None
    yield judged, None
    yield judged & (denied | partly), None
    yield priced, claims.paid
    yield priced, claims.allowed
    yield denied & claims.in_stage("written_off"), billed
    yield paid, billed


def resolved(looked: Looked) -> Iterator[tuple[str, date, int, int]]:
    """Payer, month, days from the first denial to the payment, claims."""
    claims = looked.claims
    wanted = claims.had_first(DENIED) & claims.has(PAID) & looked.asked.holds(claims.decided)
    # A first decision without a day is far below every day, and its days are not known.
    claims = claims.where(wanted & (claims.first > LONG_AGO) & (claims.decided >= claims.first))
    keys = np.stack([claims.payer, months_of(claims.decided), claims.decided - claims.first])
    cells, counts = np.unique(keys, axis=1, return_counts=True)
    names = looked.known.payers
    for (payer, month, days), many in zip(cells.T.tolist(), counts.tolist(), strict=True):
        yield names[payer], month_named(month), days, many


def open_at(looked: Looked, until: int) -> dict[str, Open]:
    """What waits at the start of that day, by payer."""
    claims = looked.claims
    claims = claims.where(waiting(claims) & (claims.submitted < until) & (ends_of(claims) >= until))
    size = len(looked.known.payers)
    billed = np.maximum(claims.billed, 0)
    columns = (
        added(claims.payer, None, None, size),
        added(claims.payer, None, billed, size),
        added(claims.payer, claims.submitted < until - DAYS_OLD, billed, size),
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {name: Open(*row) for name, row in zip(looked.known.payers, rows, strict=True)}


def open_in_all(claims: Claims, until: int) -> Open:
    """What of these waits at the start of that day; how old it is, is not counted."""
    still = waiting(claims) & (claims.submitted < until) & (ends_of(claims) >= until)
    return Open(int(still.sum()), int(np.maximum(claims.billed[still], 0).sum()))
