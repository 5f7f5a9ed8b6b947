"""What an expression is, once read: comparisons of fields and constants with and, or, not."""

from datetime import date
from typing import Final, Literal, NamedTuple

from upstream.domain.quality.fields import FieldKind, FieldName

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
Value = str | int | date
"""Text in lower case, cents, a whole number, or a day."""


class FieldOf(NamedTuple):
    field: FieldName


class Constant(NamedTuple):
    value: Value


class Today(NamedTuple):
    """The day of the upload."""


Operand = FieldOf | Constant | Today


class Compare(NamedTuple):
    """Unknown where one side is missing."""

    left: Operand
    operator: Operator
    right: Operand
    kind: FieldKind


class Among(NamedTuple):
    """Unknown where the field is missing."""

    field: FieldName
    values: frozenset[Value]


class Present(NamedTuple):
    """Never unknown."""

    field: FieldName


class Not(NamedTuple):
    part: "Expression"


class Both(NamedTuple):
    left: "Expression"
    right: "Expression"


class Either(NamedTuple):
    left: "Expression"
    right: "Expression"


Expression = Compare | Among | Present | Not | Both | Either
"""Three-valued, like a CHECK in SQL: a claim breaks an expression only where it is surely false."""

EXPRESSION_LENGTH_MAX: Final = 1_000


def fields_of(expression: Expression) -> tuple[FieldName, ...]:
    """Each once, in the order of the text."""
    return tuple(dict.fromkeys(_fields(expression)))


def _fields(expression: Expression) -> list[FieldName]:
    match expression:
        case Compare(left=left, right=right):
            return [side.field for side in (left, right) if isinstance(side, FieldOf)]
        case Among(field=field) | Present(field=field):
            return [field]
        case Not(part=part):
            return _fields(part)
        case Both(left=left, right=right) | Either(left=left, right=right):
            return _fields(left) + _fields(right)
