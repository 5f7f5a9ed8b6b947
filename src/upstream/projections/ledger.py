"""Ledgers: append-only deltas per cell with their running totals, like double entry.

An entry stands at the end of the commit it came from. Now = the totals; as of a commit's end = each
cell's last entry at or before it; inside a commit, the facts between are folded on top, by the
same pure fold. So any position has its exact answer, at about the price of the present.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from upstream.infrastructure import arrays
from upstream.infrastructure.database import cursor
from upstream.projections.projection import Change, CommitNote, Fact, Projection
from upstream.projections.view import View

Cell: TypeAlias = tuple[str | int | date, ...]
Measures: TypeAlias = list[int]
Cells: TypeAlias = dict[Cell, Measures]

_PACKERS: Mapping[str, Callable[..., arrays.PackedArray]] = {
    "text": arrays.texts,
    "date": arrays.dates,
    "bigint": arrays.int8s,
}

# One index probe per cell is right from the first row on, long before there are statistics.
_PROBE = "SELECT set_config('enable_seqscan', %s, true), set_config('enable_bitmapscan', %s, true)"


@dataclass(frozen=True, slots=True)
class Ledger:
    """One question's ledger. `fold` adds what some facts change to the cells, and is pure.

    Its tables are made by the `create_ledger` procedure: `table` and `table`_totals.
    """

    table: str
    cell: Sequence[tuple[str, str]]
    measures: Sequence[str]
    tags: frozenset[str]
    fold: Callable[[Cells, Iterable[Fact]], None]

    def entered(self, commits: Iterable[tuple[CommitNote, Cells]]) -> Iterator[Change]:
        """Entries for every commit of a batch, then the new totals."""
        entries = [
            (commit.last, cell, deltas)
            for commit, cells in commits
            for cell, deltas in cells.items()
            if any(deltas)
        ]
        if entries:
            parameters = self._columns(entries)
            yield Change(self._enter(), parameters)
            yield Change(self._add_up(), parameters)

    def cells(self, view: View, projection: Projection) -> Cells:
        """Every cell's totals at the position the view shows."""
        if view.is_current(projection.name):
            return self._select(view, self._totals(), {})
        boundary = view.commit_end()
        cells = self._select(view, self._as_of(), {"boundary": boundary})
        if boundary < view.position:
            self.fold(cells, view.facts_since(boundary, self.tags))
        return cells

    def _select(self, view: View, statement: str, more: Mapping[str, object]) -> Cells:
        reading = cursor(view.connection)
        width = len(self.cell)
        reading.execute(_PROBE, ["off", "off"])
        rows = reading.execute(statement.encode(), {**view.bind, **more}).fetchall()
        reading.execute(_PROBE, ["on", "on"])
        return {row[:width]: list(row[width:]) for row in rows}

    @property
    def _keys(self) -> str:
        return ", ".join(name for name, _ in self.cell)

    def _totals(self) -> str:
        return (
            f"SELECT {self._keys}, {', '.join(self.measures)} FROM {self.table}_totals"
            " WHERE customer_id = %(customer_id)s"
        )

    def _as_of(self) -> str:
        same = " AND ".join(f"e.{name} = t.{name}" for name, _ in self.cell)
        keys = ", ".join(f"t.{name}" for name, _ in self.cell)
        return (
            f"SELECT {keys}, {', '.join(f'e.{name}' for name in self.measures)}"
            f" FROM {self.table}_totals t CROSS JOIN LATERAL (SELECT * FROM {self.table} e"
            f" WHERE e.customer_id = %(customer_id)s AND {same} AND e.position <= %(boundary)s"
            " ORDER BY e.position DESC LIMIT 1) e WHERE t.customer_id = %(customer_id)s"
        )

    def _columns(self, entries: list[tuple[int, Cell, Measures]]) -> dict[str, object]:
        columns: dict[str, object] = {"position": arrays.int8s(entry[0] for entry in entries)}
        for place, (name, kind) in enumerate(self.cell):
            columns[name] = _PACKERS[kind](entry[1][place] for entry in entries)
        for place, name in enumerate(self.measures):
            columns[name] = arrays.int8s(entry[2][place] for entry in entries)
        return columns

    def _deltas(self) -> str:
        names = [name for name, _ in self.cell] + ["position", *self.measures]
        arguments = ", ".join(f"%({name})s" for name in names)
        return f"unnest({arguments}) AS d ({', '.join(names)})"

    def _enter(self) -> str:
        same = " AND ".join(f"t.{name} = d.{name}" for name, _ in self.cell)
        partition = ", ".join(f"d.{name}" for name, _ in self.cell)
        running = ", ".join(
            f"coalesce(t.{name}, 0) + sum(d.{name}) OVER entries" for name in self.measures
        )
        return (
            f"INSERT INTO {self.table} (customer_id, {self._keys}, position,"
            f" {', '.join(self.measures)}) SELECT %(customer_id)s, {partition}, d.position,"
            f" {running} FROM {self._deltas()} LEFT JOIN {self.table}_totals t"
            f" ON t.customer_id = %(customer_id)s AND {same}"
            f" WINDOW entries AS (PARTITION BY {partition} ORDER BY d.position)"
        )

    def _add_up(self) -> str:
        sums = ", ".join(f"sum({name})" for name in self.measures)
        added = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in self.measures)
        return (
            f"INSERT INTO {self.table}_totals AS t (customer_id, {self._keys},"
            f" {', '.join(self.measures)}) SELECT %(customer_id)s, {self._keys}, {sums}"
            f" FROM {self._deltas()} GROUP BY {self._keys}"
            f" ON CONFLICT (customer_id, {self._keys}) DO UPDATE SET {added}"
        )
