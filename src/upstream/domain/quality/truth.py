"""Expressions over whole columns: for every claim true, false or unknown."""

import operator
from collections.abc import Callable
from typing import Any, Final, cast

from upstream.domain.quality.columns import Cell, Columns
from upstream.domain.quality.expressions import (
    Among,
    Both,
    Compare,
    Constant,
    Either,
    Expression,
    FieldOf,
    Not,
    Operand,
    Operator,
    Present,
    Today,
    Value,
)
from upstream.domain.quality.fields import FieldName

Truth = bool | None
Truths = list[Truth] | Truth
"""One for each claim, or one for all of them."""
Judge = Callable[[Columns], Truths]

_COMPARE: Final[dict[Operator, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED: Final[dict[Operator, Operator]] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
_NOT: Final[dict[Truth, Truth]] = {True: False, False: True, None: None}
_ALL: Final[tuple[Truth, ...]] = (True, False, None)
_BOTH: Final[dict[tuple[Truth, Truth], Truth]] = {
    (a, b): False if a is False or b is False else a and b for a in _ALL for b in _ALL
}
_EITHER: Final[dict[tuple[Truth, Truth], Truth]] = {
    (a, b): True if a is True or b is True else (None if a is None or b is None else False)
    for a in _ALL
    for b in _ALL
}


def judge_of(expression: Expression) -> Judge:
    """Compiled once; then a column costs one pass for each comparison."""
    match expression:
        case Compare():
            return _comparison(expression)
        case Among(field=field, values=values):
            return _by_value(field, lambda cell, _: _folded(cell) in values)
        case Present(field=field):
            return _presence(field)
        case Not(part=part):
            inner = judge_of(part)
            return lambda columns: _mapped(_NOT, inner(columns))
        case Both(left=left, right=right):
            return _joined(_BOTH, judge_of(left), judge_of(right))
        case Either(left=left, right=right):
            return _joined(_EITHER, judge_of(left), judge_of(right))


def _mapped(table: dict[Truth, Truth], truths: Truths) -> Truths:
    return list(map(table.__getitem__, truths)) if isinstance(truths, list) else table[truths]


def _joined(table: dict[tuple[Truth, Truth], Truth], left: Judge, right: Judge) -> Judge:
    beside = {one: {other: table[one, other] for other in _ALL} for one in _ALL}

    def judge(columns: Columns) -> Truths:
        first, second = left(columns), right(columns)
        if isinstance(first, list) and isinstance(second, list):
            return list(map(table.__getitem__, zip(first, second, strict=True)))
        if isinstance(first, list):
            first, second = second, first  # both tables are symmetrical
        assert not isinstance(first, list)
        same = beside[first]
        if len(set(same.values())) == 1:
            return same[None]
        return second if all(one is other for one, other in same.items()) else _mapped(same, second)

    return judge


def _presence(field: FieldName) -> Judge:
    def judge(columns: Columns) -> Truths:
        if is_full(columns, field):
            return True
        return [cell is not None and cell != "" for cell in columns[field]]

    return judge


def is_full(columns: Columns, field: FieldName) -> bool:
    """Whether every claim says something there."""
    distinct = columns.distinct(field)
    return None not in distinct and "" not in distinct


def _comparison(comparison: Compare) -> Judge:
    compare = _COMPARE[comparison.operator]
    match comparison.left, comparison.right:
        case FieldOf(field=left), FieldOf(field=right):
            return _between(left, right, compare, is_text=comparison.kind == "text")
        case FieldOf(field=field), other:
            return _against(field, compare, other)
        case other, FieldOf(field=field):
            return _against(field, _COMPARE[_MIRRORED[comparison.operator]], other)
        case left_side, right_side:
            return _of_no_field(left_side, right_side, compare)


def _of_no_field(left: Operand, right: Operand, compare: Callable[[Any, Any], bool]) -> Judge:
    def judge(columns: Columns) -> Truths:
        return compare(_known(left, columns), _known(right, columns))

    return judge


def _against(field: FieldName, compare: Callable[[Any, Any], bool], other: Operand) -> Judge:
    return _by_value(field, lambda cell, columns: compare(_folded(cell), _known(other, columns)))


def _known(operand: Operand, columns: Columns) -> Value:
    match operand:
        case Constant(value=value):
            return value
        case Today():
            return columns.today
        case FieldOf():
            raise AssertionError


def _by_value(field: FieldName, is_true: Callable[[Cell, Columns], bool]) -> Judge:
    """Judged once for each distinct value."""

    def judge(columns: Columns) -> Truths:
        known: dict[Cell, Truth] = {
            cell: None if cell is None else is_true(cell, columns)
            for cell in columns.distinct(field)
        }
        verdicts = set(known.values())
        if len(verdicts) < 2:
            return next(iter(verdicts), None)
        return list(map(known.__getitem__, columns[field]))

    return judge


def _between(
    left: FieldName, right: FieldName, compare: Callable[[Any, Any], bool], *, is_text: bool
) -> Judge:
    def judge(columns: Columns) -> Truths:
        first, second = columns[left], columns[right]
        if is_text:
            first, second = list(map(_folded, first)), list(map(_folded, second))
        if None not in first and None not in second:
            return list(map(compare, first, second))
        return [
            None if a is None or b is None else compare(a, b)
            for a, b in zip(first, second, strict=True)
        ]

    return judge


def _folded(cell: Cell) -> Value | None:
    return cell.casefold() if isinstance(cell, str) else cast("Value | None", cell)
