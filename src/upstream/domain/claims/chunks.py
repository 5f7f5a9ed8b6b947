"""Thousands of rows become claims, column by column, by the very rules that read one row.

Whatever is not plainly sound is taken out and handed to `RowRules.verdict`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, repeat
from types import MappingProxyType
from typing import NamedTuple, cast

from upstream.domain.claims.facts import ClaimFacts, Outcome
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.identity import natural_keys
from upstream.domain.claims.money import MoneyMemo
from upstream.domain.claims.outcomes import DELAY_DAYS_MAX
from upstream.domain.claims.rows import (
    ABSENT,
    DECIDED,
    OUTCOME,
    STAGE,
    SUBMITTED,
    RowRules,
    claim_of,
    turn_negatives,
)
from upstream.domain.claims.sightings import as_told

_TAKES_BACK = frozenset({"reversed", "voided"})
_LONG_AGO = date(1, 1, 1)


class RawRows(NamedTuple):
    """Some records of a file, by column; `odd` ones have another number of fields."""

    lines: Sequence[int]
    """The physical line on which each record of `columns` begins."""
    columns: list[list[str]]
    odd: list[tuple[int, list[str]]]
    broken: list[RejectedRow]

    @property
    def rows_count(self) -> int:
        return len(self.lines) + len(self.odd) + len(self.broken)


class Understood(NamedTuple):
    """What some rows said: claims with their natural keys, in the file's order; and the rest."""

    lines: Sequence[int]
    keys: list[str]
    facts: list[ClaimFacts]
    rejected: list[RejectedRow]
    skipped: int
    silent: frozenset[str] = frozenset()
    """Facts of a claim that the file has no way of saying."""
    more_silent: Mapping[int, frozenset[str]] = MappingProxyType({})
    """By line: what a row does not say though others of its file do."""


def understand(rules: RowRules, rows: RawRows) -> Understood:
    if not rows.lines:
        return _with_the_rest(rules, rows, set(), [], [])
    values = _values(rules, rows)
    faulty = _faulty(rules, values)
    faulty |= _settle(rules, values, faulty)
    columns = [
        repeat(absent) if column is None else column
        for column, absent in zip(values, ABSENT, strict=True)
    ]
    lines: Sequence[int] = rows.lines
    facts = list(map(claim_of, *columns))
    if faulty:
        # Claims with a fault for a fact have been made too; they end here.
        sound = [index not in faulty for index in range(len(lines))]
        lines, facts = list(compress(lines, sound)), list(compress(facts, sound))
    if _TAKES_BACK & set(values[STAGE] or ()):
        facts = list(map(as_told, facts))
    return _with_the_rest(rules, rows, faulty, lines, facts)


def _with_the_rest(
    rules: RowRules, rows: RawRows, faulty: set[int], lines: Sequence[int], facts: list[ClaimFacts]
) -> Understood:
    rejected, skipped = list(rows.broken), 0
    for line, row in _set_apart(rows, faulty):
        verdict = rules.verdict(row)
        assert not isinstance(verdict, ClaimFacts), "a sound row was set apart"
        if verdict is None:
            skipped += 1
        else:
            rejected.append(RejectedRow(line, verdict))
    rejected.sort(key=lambda row: row.line)
    keys = natural_keys(facts, by_day=rules.layout.grain == "claim")
    return Understood(lines, keys, facts, rejected, skipped, rules.silent)


def _set_apart(rows: RawRows, faulty: set[int]) -> Iterator[tuple[int, list[str]]]:
    yield from rows.odd
    for index in sorted(faulty):
        yield rows.lines[index], [column[index] for column in rows.columns]


def _values(rules: RowRules, rows: RawRows) -> list[list[object] | None]:
    """One list for every fact of a claim, `Fault`s among them; None for facts without a column."""
    cells = {name: source.of_columns(rows.columns) for name, source in rules.sources.items()}
    return [slot and list(slot.reading.column(cells[slot.column])) for slot in rules.slots]


def _faulty(rules: RowRules, values: list[list[object] | None]) -> set[int]:
    columns = [
        column
        for slot, column in zip(rules.slots, values, strict=True)
        if slot and column and slot.reading.may_have_faults
    ]
    return set().union(*map(_fault_indexes, columns))


def _fault_indexes(column: list[object]) -> list[int]:
    if Fault not in set(map(type, column)):
        return []
    return [index for index, value in enumerate(column) if type(value) is Fault]


def _settle(rules: RowRules, values: list[list[object] | None], faulty: set[int]) -> set[int]:
    """Outcomes and dates read together, in place; the rows where they do not fit together."""
    unclear = _turn_negatives(rules, values, faulty)
    faulty = faulty | unclear
    words = cast("list[Outcome | None]", values[OUTCOME])
    submitted = cast("list[date]", values[SUBMITTED])
    days = cast("list[date | None]", values[DECIDED] or [None] * len(words))
    for index in faulty:
        words[index], days[index], submitted[index] = "PENDING", None, _LONG_AGO
    settled = [rules.settled[word, day is None] for word, day in zip(words, days, strict=True)]
    if "PENDING" in set(words):
        days = [None if word == "PENDING" else day for word, day in zip(words, days, strict=True)]
    outcomes: list[object] = list(settled)
    values[OUTCOME], values[DECIDED] = outcomes, list(days)
    late = {
        index
        for index, (start, end) in enumerate(zip(submitted, days, strict=True))
        if end is not None and not 0 <= (end - start).days <= DELAY_DAYS_MAX
    }
    return unclear.union(late, _fault_indexes(outcomes))


def _turn_negatives(
    rules: RowRules, values: list[list[object] | None], faulty: set[int]
) -> set[int]:
    """Rows with negative amounts become reversals, in place; those that cannot be one."""
    memos = [slot.reading for slot in rules.slots if slot]
    if not any(memo.may_have_negatives for memo in memos if isinstance(memo, MoneyMemo)):
        return set()
    unclear = set()
    for index in range(len(values[OUTCOME] or ())):
        row = [column and column[index] for column in values]
        if index not in faulty and turn_negatives(row):
            unclear.add(index)
        for place in (OUTCOME, STAGE):
            cast("list[object]", values[place])[index] = row[place]
    return unclear
