"""The totals that a file states of itself, held against the sums of its own rows."""

from collections.abc import Iterable, Sequence
from typing import cast

import msgspec

from upstream.domain.claims.cells import said
from upstream.domain.claims.chunks import RawRows
from upstream.domain.claims.columns import AMOUNTS, ColumnName
from upstream.domain.claims.layout import Layout
from upstream.domain.claims.money import MoneyMemo, money_cell
from upstream.domain.claims.skips import is_totals_row


class ControlTotal(msgspec.Struct, frozen=True):
    """One amount column of a totals row. Cents, negative amounts counted as such."""

    column: ColumnName
    stated_cents: int
    summed_cents: int

    @property
    def note(self) -> str:
        stated, summed = _dollars(self.stated_cents), _dollars(self.summed_cents)
        if self.stated_cents == self.summed_cents:
            return f"{self.column}: the totals row says {stated}, and that is the sum of the rows."
        less = _dollars(self.summed_cents - self.stated_cents)
        return (
            f"{self.column}: the totals row says {stated}, but the rows add up to {summed}:"
            f" a difference of {less}."
        )


def stated_totals(layout: Layout, last_rows: Iterable[Sequence[str]]) -> dict[ColumnName, int]:
    """What the last totals row among these says; empty where there is none."""
    found: dict[ColumnName, int] = {}
    for row in last_rows:
        if is_totals_row(row, layout):
            found = {}
            for name, index in _amounts(layout):
                style = layout.decimal_style(name)
                cents = money_cell(name, style, signed=True)(row[index]) if index < len(row) else 0
                if isinstance(cents, int) and index < len(row):
                    found[name] = cents
    return found


def control_totals(
    layout: Layout, stated: dict[ColumnName, int], parts: Iterable[RawRows]
) -> tuple[ControlTotal, ...]:
    """Every row counts that names a payer, whether it is sound otherwise or not: so did whoever
    added them up.
    """
    memos = {name: MoneyMemo(name, layout.decimal_style(name)) for name in stated}
    indexes = dict(_amounts(layout))
    payers = layout.indexes("payer")
    sums = dict.fromkeys(stated, 0)
    for rows in parts:
        odd = [row for _, row in rows.odd if len(row) > max((*payers, *indexes.values()))]
        for columns in (rows.columns, list(map(list, zip(*odd, strict=False)))):
            if not columns:
                continue
            named = zip(*(columns[index] for index in payers), strict=True)
            counted = [any(map(said, cells)) for cells in named]
            for name, memo in memos.items():
                cents = memo.column(columns[indexes[name]])
                sums[name] += sum(
                    cast("int", value)
                    for value, counts in zip(cents, counted, strict=True)
                    if counts and isinstance(value, int)
                )
    return tuple(ControlTotal(name, stated[name], sums[name]) for name in stated)


def _amounts(layout: Layout) -> list[tuple[ColumnName, int]]:
    return [(column.name, column.index) for column in layout.columns if column.name in AMOUNTS]


def _dollars(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02}"
