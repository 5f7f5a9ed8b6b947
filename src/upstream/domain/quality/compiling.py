"""Rules become functions over columns, once per upload; what is limited away costs nothing a row.

A function gives the places of the claims that break the rule.
"""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any, Final, cast

from upstream.domain.claims.layout import FileKind
from upstream.domain.quality.amounts import NotAnAmount, cents_of
from upstream.domain.quality.columns import Cell, Column, Columns
from upstream.domain.quality.fields import FACT_OF, FieldName, kind_of
from upstream.domain.quality.parsing import parse_expression
from upstream.domain.quality.patterns import Pattern
from upstream.domain.quality.refusals import RuleInvalid
from upstream.domain.quality.rule import (
    CrossField,
    DateOrder,
    Day,
    Duplicate,
    Format,
    Range,
    ReferenceSet,
    Required,
    Rule,
    Scope,
    Test,
)
from upstream.domain.quality.seen import Seen
from upstream.domain.quality.truth import is_full, judge_of

_KNOWN_MAX: Final = 65_536
"""Distinct values whose verdicts are remembered."""

Broken = Callable[[Columns], list[int]]


def applies(scope: Scope, kind: FileKind, silent: frozenset[str]) -> bool:
    """Whether a rule has anything to do with a file of this kind that cannot say `silent`."""
    if scope.file_kinds and kind not in scope.file_kinds:
        return False
    return not any(FACT_OF[field] in silent for field in scope.told)


def compiled(rule: Rule) -> Broken:
    """Raises `RuleInvalid`. Keeps duplicates in mind, so every upload needs its own."""
    broken = test_of(rule.test)
    if not rule.scope.payers and not rule.scope.cpt_groups:
        return broken

    def limited(columns: Columns) -> list[int]:
        meant = columns.limited_to(rule.scope)
        if meant is None:
            return []
        some, places = meant
        return [places[place] for place in broken(some)]

    return limited


def test_of(test: Test) -> Broken:  # noqa: PLR0911  one case per kind of test
    match test:
        case Required(field=field):
            return _required(field)
        case Format(field=field, pattern=pattern):
            return _unless_text(field, Pattern(pattern).matches)
        case Range():
            return _range(test)
        case DateOrder():
            return _date_order(test)
        case ReferenceSet(field=field, values=values):
            return _unless_text(field, _among(values))
        case CrossField(text=text):
            return _expression(text)
        case Duplicate(fields=fields):
            return _duplicate(fields)


def _required(field: FieldName) -> Broken:
    def broken(columns: Columns) -> list[int]:
        if is_full(columns, field):
            return []
        return [i for i, cell in enumerate(columns[field]) if cell is None or cell == ""]

    return broken


def _among(values: tuple[str, ...]) -> Callable[[str], bool]:
    known = frozenset(value.casefold() for value in values)
    return lambda text: text.casefold() in known


def _unless_text(field: FieldName, is_sound: Callable[[str], bool]) -> Broken:
    if kind_of(field) != "text":
        raise RuleInvalid(f"{field} is no text; use a range, an order of dates or an expression")
    known: dict[Cell, bool] = {None: True}

    def broken(columns: Columns) -> list[int]:
        distinct = columns.distinct(field)
        if len(known) > _KNOWN_MAX:
            known.clear()
            known[None] = True
        for cell in distinct - known.keys():
            known[cell] = is_sound(str(cell))
        return _where(columns[field], {cell for cell in distinct if not known[cell]})

    return broken


def _where(column: Iterable[Cell], bad: AbstractSet[Cell]) -> list[int]:
    return [i for i, cell in enumerate(column) if cell in bad] if bad else []


def _range(test: Range) -> Broken:
    least, most = _bound(test, test.least), _bound(test, test.most)
    if least is None and most is None:
        raise RuleInvalid("a range has at least one bound")

    def is_outside(value: int) -> bool:
        return (least is not None and value < least) or (most is not None and value > most)

    def broken(columns: Columns) -> list[int]:
        known = cast("set[int]", columns.distinct(test.field) - {None})
        if not known or not (is_outside(min(known)) or is_outside(max(known))):
            return []
        return _where(columns[test.field], {value for value in known if is_outside(value)})

    return broken


def _bound(test: Range, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return int(text) if kind_of(test.field) == "number" else cents_of(text)
    except (ValueError, NotAnAmount):
        raise RuleInvalid("a bound is written like 1000 or 1000.00") from None


def _date_order(test: DateOrder) -> Broken:
    if test.days_least is None and test.days_most is None:
        raise RuleInvalid("an order of dates needs a number of days")
    least = timedelta.min if test.days_least is None else timedelta(test.days_least)
    most = timedelta.max if test.days_most is None else timedelta(test.days_most)

    def broken(columns: Columns) -> list[int]:
        first, second = _days(columns, test.earlier), _days(columns, test.later)
        bad: set[Cell] = {
            (a, b)
            for a, b in set(zip(first, second, strict=True))
            if a is not None and b is not None and not least <= b - a <= most
        }
        return _where(zip(first, second, strict=True), bad)

    return broken


def _days(columns: Columns, day: Day) -> list[Any]:
    return [columns.today] * len(columns.facts) if day == "today" else columns[day]


def _expression(text: str) -> Broken:
    judge = judge_of(parse_expression(text))

    def broken(columns: Columns) -> list[int]:
        truths = judge(columns)
        if not isinstance(truths, list):
            return list(range(len(columns.facts))) if truths is False else []
        return [i for i, truth in enumerate(truths) if truth is False] if False in truths else []

    return broken


def _duplicate(fields: Iterable[FieldName]) -> Broken:
    names, seen = tuple(fields), Seen()
    if not names:
        raise RuleInvalid("a duplicate is told by at least one field")

    def broken(columns: Columns) -> list[int]:
        rows = zip(*(_told_apart(columns, name) for name in names), strict=True)
        return seen.again(map(hash, rows))

    return broken


def _told_apart(columns: Columns, field: FieldName) -> Column:
    """Python gives -1 and -2 one hash, and no other two small numbers."""
    if -1 in columns.distinct(field):
        return ["-1" if cell == -1 else cell for cell in columns[field]]
    return columns[field]
