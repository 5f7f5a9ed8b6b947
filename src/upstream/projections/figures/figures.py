"""How do the figures of the trade stand in a range of days: in all, by payer, month by month?"""

from collections.abc import Iterable, Mapping
from datetime import date
from operator import add
from typing import Final

import msgspec

from upstream.domain.figures.counts import Counted, Open, Sums
from upstream.domain.figures.definition import Definition
from upstream.domain.figures.definitions import DEFINITIONS
from upstream.domain.figures.formulas import Counts, Reading, readings
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.claims.payers import median_of
from upstream.projections.figures import counting
from upstream.projections.figures.appeals import Appealed, appeals
from upstream.projections.figures.looking import Looked, look
from upstream.projections.figures.month_ends import MonthEnd, month_ends
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.money import dollars
from upstream.projections.view import View

NEEDS: Final = (claim_versions, mappings)

_NOTHING: Final = Sums()
_NOTHING_OPEN: Final = Open(0, 0, 0)
_WHOLE: Final = ""
"""Stands for all payers together, and for all months; no payer is called nothing."""

_Group = tuple[str, str]
"""A payer or a month, the other part empty; both empty for the whole."""


class FigureShown(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one group: shares from 0 to 1, days as numbers, money as text.

    `value` is None where it is not known, and `unknown` says why. A median has only the number of
    claims it was taken over, as `denominator`.
    """

    key: str
    value: float | None
    numerator: int | str | None
    denominator: int | str | None
    counts: Counts
    unknown: str | None
    note: str | None


class FiguresOf(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one payer or one month, in the order of the definitions."""

    name: str
    claims: int
    """Submitted in the range."""
    figures: list[FigureShown]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """As known at a position, for the days `[from, to)`; each figure means what its definition
    says.
    """

    begins: date = msgspec.field(name="from")
    ends: date = msgspec.field(name="to")
    definitions: tuple[Definition, ...]
    whole: list[FigureShown]
    by_payer: list[FiguresOf]
    """The one with most claims first."""
    by_month: list[FiguresOf]
    """Oldest first; the first and the last may be parts of months."""


def figures(view: View, *, since: date, until: date, payer: str | None = None) -> Figures:
    """`payer`: only of that one. Raises nothing: what is not known is said to be so."""
    looked = look(view, since, until)
    waiting = counting.open_at(looked, looked.asked.until)
    open_by_payer = {**waiting, _WHOLE: _added_up(waiting)}
    seen = looked.seen
    if payer is not None:
        looked = looked.only(payer)
        open_by_payer[_WHOLE] = open_by_payer.get(payer, _NOTHING_OPEN)
    counted = _counted(view, looked, open_by_payer)

    def shown(group: _Group) -> list[FigureShown]:
        return [_shown(reading) for reading in readings(counted[group], seen)]

    def of(groups: Iterable[_Group], part: int) -> list[FiguresOf]:
        return [
            FiguresOf(
                name=group[part], claims=counted[group].submitted.claims, figures=shown(group)
            )
            for group in groups
        ]

    payers = sorted(
        (group for group in counted if group[0]),
        key=lambda group: (-counted[group].submitted.claims, group[0]),
    )
    return Figures(
        begins=since,
        ends=until,
        definitions=DEFINITIONS,
        whole=shown((_WHOLE, _WHOLE)),
        by_payer=of(payers, 0),
        by_month=of(sorted(group for group in counted if group[1]), 1),
    )


def _counted(
    view: View, looked: Looked, open_by_payer: Mapping[str, Open]
) -> dict[_Group, Counted]:
    """The whole, each payer and each month: every cell is a part of three groups."""
    sums = _sums(looked)
    resolved = _resolved(looked)
    filed = appeals(view, looked)
    ends = month_ends(looked)
    days = looked.asked.until - looked.asked.since
    nothing = MonthEnd(days, None)
    return {
        group: Counted(
            submitted=sums.get((group, "submitted"), _NOTHING),
            first=sums.get((group, "first"), _NOTHING),
            decided=_with_median(sums.get((group, "decided"), _NOTHING), resolved.get(group, {})),
            open=ends.get(group[1], nothing).open
            if group[1]
            else open_by_payer.get(group[0], _NOTHING_OPEN),
            appealed_after=_after(filed, group),
            days=ends.get(group[1], nothing).days,
        )
        for group in {(_WHOLE, _WHOLE), *(group for group, _ in sums)}
    }


def _groups(payer: str, month: date) -> tuple[_Group, ...]:
    return (_WHOLE, _WHOLE), (payer, _WHOLE), (_WHOLE, str(month)[:7])


def _sums(looked: Looked) -> dict[tuple[_Group, str], Sums]:
    """By group and clock."""
    found: dict[tuple[_Group, str], list[int]] = {}
    for one in counting.sums(looked):
        for group in _groups(one.payer, one.month):
            before = found.get((group, one.clock))
            found[group, one.clock] = list(map(add, before, one.sums)) if before else one.sums
    return {key: Sums(*parts) for key, parts in found.items()}


def _resolved(looked: Looked) -> dict[_Group, dict[int, int]]:
    """How many claims by days from the first denial to the payment."""
    found: dict[_Group, dict[int, int]] = {}
    for payer, month, days, claims in counting.resolved(looked):
        for group in _groups(payer, month):
            counted = found.setdefault(group, {})
            counted[days] = counted.get(days, 0) + claims
    return found


def _added_up(by_payer: Mapping[str, Open]) -> Open:
    sums = [sum(column) for column in zip(*by_payer.values(), strict=True)]
    return Open(*sums) if sums else _NOTHING_OPEN


def _with_median(sums: Sums, resolved: Mapping[int, int]) -> Sums:
    return sums._replace(resolved=sum(resolved.values()), resolved_days=median_of(resolved))


def _after(filed: Iterable[Appealed], group: _Group) -> tuple[int, ...]:
    payer, month = group
    return tuple(
        one.days
        for one in filed
        if (not payer or one.payer == payer) and (not month or str(one.denied_on)[:7] == month)
    )


def _shown(reading: Reading) -> FigureShown:
    def amount(number: int | None) -> int | str | None:
        return dollars(number) if reading.counts == "cents" else number

    return FigureShown(
        key=reading.key,
        value=reading.value,
        numerator=amount(reading.numerator),
        denominator=amount(reading.denominator),
        counts=reading.counts,
        unknown=reading.unknown,
        note=reading.note,
    )
