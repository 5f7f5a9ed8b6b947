"""From sums by code and week to the tables detection reads: prices, risks, cells, reasons, codes.

Only integers, so that neither the order of rows nor the machine changes a digit.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from upstream.domain.drift.counts import Codes, Decisions, Reasons, Waiting
from upstream.projections.drift.counting import LOG_RATIO_CLIP_MICRO, PLACE
from upstream.projections.drift.usual import Sum, Usual, usually

_MICRO: Final = 1_000_000
_DENIED: Final = 1


class Outlying(NamedTuple):
    """A week of a code in which a claim lies further from the price than counts."""

    payer: str
    cpt_group: str
    cpt: str
    week: int
    price_log: int


Place = tuple[str, str, str, int]
Clipped = dict[Place, tuple[int, int]]
"""Sum of the clipped ratios and of their squares."""


class AddedUp:
    """Every table made of the same sums."""

    def __init__(self, sums: Iterable[Sum], reference_weeks: int) -> None:
        self._sums = list(sums)
        self._usual = usually(self._sums, reference_weeks)

    def outlying(self) -> list[Outlying]:
        """The weeks whose clipped ratios have to be counted claim by claim."""
        found = []
        for one in self._sums:
            price = self._usual[one.payer, one.cpt].price_log
            if price is None or one.log_min is None or one.log_max is None:
                continue
            low, high = price - LOG_RATIO_CLIP_MICRO, price + LOG_RATIO_CLIP_MICRO
            if one.log_min < low or one.log_max > high:
                found.append(Outlying(one.payer, one.cpt_group, one.cpt, one.week, price))
        return found

    def decisions(self, clipped: Clipped) -> list[Decisions]:
        cells: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(dict)
        for one in self._sums:
            known = self._usual[one.payer, one.cpt]
            weeks = cells[one.payer, one.cpt_group]
            added = weeks.setdefault(one.week, [0] * 12)
            _decide(added, one, known, clipped)
        return [
            Decisions(payer, cpt_group, *_columns(weeks))
            for (payer, cpt_group), weeks in sorted(cells.items())
        ]

    def reasons(self) -> list[Reasons]:
        cells: dict[tuple[str, str, str], dict[int, list[int]]] = defaultdict(dict)
        for one in self._sums:
            if one.reason is not None:
                added = cells[one.payer, one.reason, one.cpt_group].setdefault(one.week, [0, 0])
                added[0] += one.claims
                added[1] += one.claims * (self._usual[one.payer, one.cpt].cents or 0)
        return [
            Reasons(payer, reason, cpt_group, *_columns(weeks))
            for (payer, reason, cpt_group), weeks in sorted(cells.items())
        ]

    def codes(self, of_authorization: str) -> list[Codes]:
        """Denials whose reason holds this pattern are for want of an authorization."""
        unauthorized = _matching(re.compile(of_authorization))
        groups: dict[tuple[str, str], str] = {}
        cells: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(dict)
        for one in self._sums:
            cell = one.payer, one.cpt
            groups[cell] = min(groups.get(cell, one.cpt_group), one.cpt_group)
            added = cells[cell].setdefault(one.week, [0, 0, 0])
            added[0] += one.claims
            added[_DENIED] += one.claims if unauthorized(one.reason) else 0
            added[2] += one.claims * (self._usual[cell].cents or 0)
        return [
            Codes(payer, cpt, groups[payer, cpt], *_columns(weeks))
            for (payer, cpt), weeks in sorted(cells.items())
        ]


def waiting(payer: str, cpt_group: str, packed: list[int]) -> Waiting:
    """A triangle whose places and claims came as one integer each, in no order."""
    packed.sort()
    places = [each // PLACE for each in packed]
    return Waiting(
        payer,
        cpt_group,
        [place // 65_536 for place in places],
        [place % 65_536 - 1 for place in places],
        [each % PLACE for each in packed],
    )


def _decide(added: list[int], one: Sum, known: Usual, clipped: Clipped) -> None:
    claims, risk = one.claims, known.risk
    added[0] += claims
    added[_DENIED] += claims if one.reason is not None else 0
    added[2] += claims * risk
    added[3] += claims * (risk * risk // _MICRO)
    added[9] += claims * (known.cents or 0)
    added[10] += claims * known.risk_doubt
    price, prices = known.price_log, one.prices
    if price is None or not prices:
        return
    assert known.cents is not None
    cut = clipped.get(one[:4]) if clipped else None
    ratios, squares = cut or (
        one.logs - prices * price,
        one.log_squares - 2 * price * one.logs + prices * price * price,
    )
    added[4] += prices
    added[5] += ratios
    added[6] += squares
    added[7] += one.allowed
    added[8] += known.cents * prices
    added[11] += prices * known.price_doubt


def _columns(weeks: dict[int, list[int]]) -> list[list[int]]:
    """By week, ascending: the weeks themselves, then each measure."""
    in_order = sorted(weeks)
    measures = zip(*(weeks[week] for week in in_order), strict=True)
    return [in_order, *(list(measure) for measure in measures)]


def _matching(pattern: re.Pattern[str]) -> Callable[[str | None], bool]:
    known: dict[str | None, bool] = {None: False}

    def matches(reason: str | None) -> bool:
        found = known.get(reason)
        if found is None:
            found = known[reason] = pattern.search(reason or "") is not None
        return found

    return matches
