"""From sums by code and week to the tables detection reads: prices, risks, cells, reasons, codes.

Only integers, so that neither the order of rows nor the machine changes a digit.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import add
from typing import Final, NamedTuple, TypeVar

from upstream.domain.drift.counts import Codes, Decisions, Reasons
from upstream.projections.drift.counting import LOG_RATIO_CLIP_MICRO
from upstream.projections.drift.usual import Sums, Usual, usually

_MICRO: Final = 1_000_000


class Outlying(NamedTuple):
    """A week of a code in which a claim lies further from the price than counts."""

    payer: str
    cpt_group: str
    cpt: str
    week: int
    price_log: int


_Cell = TypeVar("_Cell", bound=tuple[str, ...])

Place = tuple[str, str, str, int]
Clipped = dict[Place, tuple[int, int]]
"""Sum of the clipped ratios and of their squares."""


class AddedUp:
    """Every table made of the same sums."""

    def __init__(self, sums: Iterable[Sums], weeks: int, reference_weeks: int) -> None:
        self._sums = list(sums)
        self._weeks = weeks
        self._usual = usually(self._sums, reference_weeks)

    def outlying(self) -> list[Outlying]:
        """The weeks whose clipped ratios have to be counted claim by claim."""
        found = []
        for one in self._sums:
            price = self._usual[one.payer, one.cpt].price_log
            if price is None or one.reason is not None:
                continue
            low, high = price - LOG_RATIO_CLIP_MICRO, price + LOG_RATIO_CLIP_MICRO
            for week, least, most in zip(one.weeks, one.log_min, one.log_max, strict=True):
                if least is not None and most is not None and (least < low or most > high):
                    found.append(Outlying(one.payer, one.cpt_group, one.cpt, week, price))
        return found

    def decisions(self, clipped: Clipped) -> list[Decisions]:
        cells: dict[tuple[str, str], list[list[int]]] = {}
        for (payer, cpt_group, cpt), parts in self._by_code().items():
            measures = _decided(parts, self._usual[payer, cpt], self._weeks, clipped)
            _add(cells, (payer, cpt_group), measures)
        return [
            Decisions(payer, cpt_group, *_columns(measures))
            for (payer, cpt_group), measures in sorted(cells.items())
        ]

    def reasons(self) -> list[Reasons]:
        cells: dict[tuple[str, str, str], dict[int, tuple[int, int]]] = defaultdict(dict)
        for one in self._sums:
            if one.reason is not None:
                cents = self._usual[one.payer, one.cpt].cents or 0
                weeks = cells[one.payer, one.reason, one.cpt_group]
                for week, count in zip(one.weeks, one.claims, strict=True):
                    claims, exposed = weeks.get(week, (0, 0))
                    weeks[week] = claims + count, exposed + count * cents
        return [
            Reasons(
                *cell,
                sorted(weeks),
                [weeks[week][0] for week in sorted(weeks)],
                [weeks[week][1] for week in sorted(weeks)],
            )
            for cell, weeks in sorted(cells.items())
        ]

    def codes(self, of_authorization: str) -> list[Codes]:
        """Denials whose reason holds this pattern are for want of an authorization."""
        unauthorized = _matching(re.compile(of_authorization))
        groups: dict[tuple[str, str], str] = {}
        cells: dict[tuple[str, str], list[list[int]]] = {}
        for (payer, cpt_group, cpt), parts in self._by_code().items():
            cell = payer, cpt
            groups[cell] = min(groups.get(cell, cpt_group), cpt_group)
            cents = self._usual[cell].cents or 0
            claims = _claims(parts, self._weeks)
            denied = _claims([one for one in parts if unauthorized(one.reason)], self._weeks)
            _add(cells, cell, [claims, denied, [count * cents for count in claims]])
        return [
            Codes(payer, cpt, groups[payer, cpt], *_columns(measures))
            for (payer, cpt), measures in sorted(cells.items())
        ]

    def _by_code(self) -> dict[tuple[str, str, str], list[Sums]]:
        found: dict[tuple[str, str, str], list[Sums]] = defaultdict(list)
        for one in self._sums:
            found[one[:3]].append(one)
        return found


def _decided(parts: Sequence[Sums], known: Usual, weeks: int, clipped: Clipped) -> list[list[int]]:
    """By measure, as `Decisions` has them, then by week."""
    claims, risk = _claims(parts, weeks), known.risk
    paid = [one for one in parts if one.reason is None]
    denied = _claims([one for one in parts if one.reason is not None], weeks)
    square, cents = risk * risk // _MICRO, known.cents or 0
    measures = [
        claims,
        denied,
        [count * risk for count in claims],
        [count * square for count in claims],
        *(_priced(paid[0], known, weeks, clipped) if paid else [[0] * weeks] * 5),
        [count * cents for count in claims],
        [count * known.risk_doubt for count in claims],
    ]
    return [*measures, [count * known.price_doubt for count in measures[4]]]


def _priced(paid: Sums, known: Usual, weeks: int, clipped: Clipped) -> list[list[int]]:
    """Claims, ratios, their squares, allowed and expected amounts of those with a price."""
    price, cents = known.price_log, known.cents
    if price is None or cents is None:
        return [[0] * weeks] * 5
    prices, allowed, logs, squares = (
        _spread(paid.weeks, values, weeks)
        for values in (paid.prices, paid.allowed, paid.logs, paid.log_squares)
    )
    ratios = [log - n * price for log, n in zip(logs, prices, strict=True)]
    squares = [
        square - 2 * price * log + n * price * price
        for square, log, n in zip(squares, logs, prices, strict=True)
    ]
    for week in paid.weeks if clipped else ():
        cut = clipped.get((*paid[:3], week))
        if cut and prices[week]:
            ratios[week], squares[week] = cut
    return [prices, ratios, squares, allowed, [cents * n for n in prices]]


def _claims(parts: Sequence[Sums], weeks: int) -> list[int]:
    found = [0] * weeks
    for one in parts:
        for week, count in zip(one.weeks, one.claims, strict=True):
            found[week] += count
    return found


def _spread(weeks: Sequence[int], values: Sequence[int], length: int) -> list[int]:
    found = [0] * length
    for week, value in zip(weeks, values, strict=True):
        found[week] = value
    return found


def _add(cells: dict[_Cell, list[list[int]]], cell: _Cell, measures: list[list[int]]) -> None:
    known = cells.get(cell)
    if known is None:
        cells[cell] = measures
    else:
        pairs = zip(known, measures, strict=True)
        cells[cell] = [list(map(add, before, more)) for before, more in pairs]


def _columns(measures: list[list[int]]) -> list[list[int]]:
    """The weeks that hold a claim, ascending, then each measure in them; claims come first."""
    claims = measures[0]
    if all(claims):
        return [list(range(len(claims))), *measures]
    weeks = [week for week, count in enumerate(claims) if count]
    return [weeks, *([measure[week] for week in weeks] for measure in measures)]


def _matching(pattern: re.Pattern[str]) -> Callable[[str | None], bool]:
    known: dict[str | None, bool] = {None: False}

    def matches(reason: str | None) -> bool:
        found = known.get(reason)
        if found is None:
            found = known[reason] = pattern.search(reason or "") is not None
        return found

    return matches
