"""Claims that were paid or denied, their prices held against what is usual for their codes."""

from collections.abc import Sequence
from math import log
from typing import Final, NamedTuple

import numpy as np

from upstream.projections.drift.sums import Integers, Truths, added, counted, numbered
from upstream.projections.drift.usual import CENTER_MICRO, Sums, Usual, usually
from upstream.projections.drift.words import Claims, Words

LOG_RATIO_CLIP_MICRO: Final = 600_000
"""A claim allowed at less than 55 % or more than 182 % of its price counts as if it were there:
one wrong decimal point must not move the mean of a cell."""

_MICRO: Final = 1_000_000


class Decided(NamedTuple):
    """Numbers run along the claims, those of the priced ones apart."""

    kinds: list[Words]
    kind: Integers
    week: Integers
    denied: Truths
    codes: list[tuple[str, str]]
    """Payers and codes, in order …"""
    groups: list[str]
    """… their CPT groups …"""
    code: Integers
    """… which of them each kind has …"""
    usual: list[Usual]
    """… and what is usual for each."""
    priced: "Priced"


class Priced(NamedTuple):
    """Paid claims with an allowed amount whose code has a price."""

    kind: Integers
    week: Integers
    allowed_cents: Integers
    log_ratio: Integers
    """ln(allowed / price), clipped, in 1e-6."""


def decided(claims: Claims, reference_weeks: int) -> Decided:
    """An amount of zero is no price."""
    told = np.array([one.outcome in {"PAID", "DENIED"} for one in claims.kinds], dtype=bool)
    here = np.flatnonzero((claims.decided > 0) & told[claims.kind])
    kinds, kind = _only(claims.kinds, claims.kind[here])
    week, cents = (claims.decided[here] - 1) // 7, claims.allowed_cents[here]
    denied = np.array([one.outcome == "DENIED" for one in kinds], dtype=bool)[kind]
    codes, code = numbered([(one.payer, one.cpt) for one in kinds])
    paid = np.flatnonzero(~denied & (cents > 0))
    amounts = Priced(kind[paid], week[paid], cents[paid], _logs(cents[paid]))
    before = week >= reference_weeks
    learned = [
        counted(code[kind[before]], len(codes)),
        counted(code[kind[before & denied]], len(codes)),
        *_price_sums(amounts, code, len(codes), reference_weeks),
    ]
    groups = _groups(kinds, codes)
    columns = zip(groups, *(column.tolist() for column in learned), strict=True)
    usual = usually(dict(zip(codes, (Sums(*row) for row in columns), strict=True)))
    priced = _priced(amounts, code, usual)
    return Decided(kinds, kind, week, denied, codes, groups, code, usual, priced)


def _only(kinds: Sequence[Words], kind: Integers) -> tuple[list[Words], Integers]:
    """The kinds that occur, numbered anew."""
    present = counted(kind, len(kinds)) > 0
    number = np.cumsum(present) - 1
    return [kinds[place] for place in np.flatnonzero(present).tolist()], number[kind]


def _logs(cents: Integers) -> Integers:
    """In 1e-6, from `CENTER_MICRO` on; each amount's once, by the C library's own logarithm."""
    amounts, which = np.unique(cents, return_inverse=True)
    logs = [round(log(amount) * _MICRO) - CENTER_MICRO for amount in amounts.tolist()]
    return np.array(logs, dtype=np.int64)[which]


def _groups(kinds: list[Words], codes: list[tuple[str, str]]) -> list[str]:
    """Of each code the first by name, should its claims have been put into several."""
    found: dict[tuple[str, str], str] = {}
    for one in kinds:
        code = one.payer, one.cpt
        found[code] = min(found.get(code, one.cpt_group), one.cpt_group)
    return [found[code] for code in codes]


def _price_sums(
    amounts: Priced, code: Integers, codes: int, reference_weeks: int
) -> tuple[Integers, Integers, Integers]:
    before = np.flatnonzero(amounts.week >= reference_weeks)
    places = code[amounts.kind[before]]
    cents, logs = amounts.allowed_cents[before], amounts.log_ratio[before]
    return counted(places, codes), added(places, cents, codes), added(places, logs, codes)


def _priced(amounts: Priced, code: Integers, usual: list[Usual]) -> Priced:
    """Logarithms become those of ratios; what has no price is left out."""
    known = np.array([one.price_log is not None for one in usual], dtype=bool)
    here = np.flatnonzero(known[code[amounts.kind]])
    kind, week, cents, logs = (column[here] for column in amounts)
    prices = np.array([one.price_log or 0 for one in usual], dtype=np.int64)
    ratio = logs - prices[code[kind]]
    return Priced(kind, week, cents, ratio.clip(-LOG_RATIO_CLIP_MICRO, LOG_RATIO_CLIP_MICRO))
