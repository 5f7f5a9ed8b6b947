"""Claims that were paid or denied, their prices held against what is usual for their codes."""

from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np

from upstream.domain.drift.weekly import Integers, Truths
from upstream.projections.drift.kinds import CountedClaims, Kinds
from upstream.projections.drift.sums import Short, added, counted, numbered
from upstream.projections.drift.usual import CENTER_MICRO, Sums, Usual, usually

LOG_RATIO_CLIP_MICRO: Final = 600_000
"""A claim allowed at less than 55 % or more than 182 % of its price counts as if it were there:
one wrong decimal point must not move the mean of a cell."""

_MICRO: Final = 1_000_000

_CLOSE: Final = 1e-7
"""Some hundred times the error of a logarithm in these units."""


class Decided(NamedTuple):
    """Numbers run along the claims, those of the priced ones apart."""

    kinds: Kinds
    kind: Short
    week: Short
    denied: Truths
    codes: list[tuple[str, ...]]
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

    kind: Short
    week: Short
    allowed_cents: Integers
    log_ratio: Integers
    """ln(allowed / price), clipped, in 1e-6."""


def decided(claims: CountedClaims, reference_weeks: int) -> Decided:
    """An amount of zero is no price."""
    told = claims.kinds.with_outcome("PAID", "DENIED")
    here = np.flatnonzero((claims.decided > 0) & told[claims.kind])
    present = counted(claims.kind[here], len(claims.kinds)) > 0
    kinds, kind = (
        claims.kinds.where(present),
        (np.cumsum(present, dtype=np.int32) - 1)[claims.kind[here]],
    )
    week, cents = (claims.decided[here] - 1) // 7, claims.allowed_cents[here]
    denied = kinds.with_outcome("DENIED")[kind]
    codes, code = numbered(kinds.payer, kinds.cpt)
    paid = np.flatnonzero(~denied & (cents > 0))
    amounts = Priced(kind[paid], week[paid], cents[paid], log_micro(cents[paid]))
    before = week >= reference_weeks
    learned = [
        counted(code[kind[before]], len(codes)),
        counted(code[kind[before & denied]], len(codes)),
        *_price_sums(amounts, code, len(codes), reference_weeks),
    ]
    groups = _groups(kinds, code, len(codes))
    columns = zip(groups, *(column.tolist() for column in learned), strict=True)
    usual = usually(dict(zip(codes, (Sums(*row) for row in columns), strict=True)))
    priced = _priced(amounts, code, usual)
    return Decided(kinds, kind, week, denied, codes, groups, code, usual, priced)


def log_micro(cents: Integers) -> Integers:
    """In 1e-6, from `CENTER_MICRO` on. Logarithms of two machines may differ in their last bit: an
    amount whose own lies that close to a half is worked out in decimals.
    """
    exact = np.log(cents) * _MICRO
    logs: Integers = np.rint(exact).astype(np.int64)
    close = np.flatnonzero(np.abs(exact - np.floor(exact) - 0.5) < _CLOSE)
    for place in close.tolist():
        logs[place] = round(Decimal(int(cents[place])).ln() * _MICRO)
    logs -= CENTER_MICRO
    return logs


def _groups(kinds: Kinds, code: Integers, codes: int) -> list[str]:
    """Of each code the first by name, should its claims have been put into several."""
    names, rank = kinds.cpt_group
    first = np.full(codes, len(names), dtype=np.int64)
    np.minimum.at(first, code, rank)
    return [names[place] for place in first.tolist()]


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
    kind, week, cents = amounts.kind[here], amounts.week[here], amounts.allowed_cents[here]
    prices = np.array([one.price_log or 0 for one in usual], dtype=np.int64)
    ratio = amounts.log_ratio[here] - prices[code[kind]]
    return Priced(kind, week, cents, ratio.clip(-LOG_RATIO_CLIP_MICRO, LOG_RATIO_CLIP_MICRO))
