"""An expression read from its text, once, with every kind checked.

    denied implies:   outcome = 'DENIED' implies denial_reason is present
    amounts:          allowed_amount <= billed_amount or units in (0, 1)
    dates:            submitted_date <= today and not decided_date < 2020-01-01

`not` binds closest, then `and`, `or`, `implies`.
"""

from typing import Final, NoReturn, cast

from upstream.domain.quality.constants import WRITTEN, constant_of
from upstream.domain.quality.expression_words import Word, words_of
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
from upstream.domain.quality.fields import FIELD_NAMES, FieldKind, FieldName, kind_of
from upstream.domain.quality.refusals import RuleInvalid

_OPERATORS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_DEPTH_MAX: Final = 50


def parse_expression(text: str) -> Expression:
    """Raises `RuleInvalid`, which says where."""
    return _Parser(words_of(text)).whole()


class _Parser:
    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.place = 0
        self.depth = 0

    @property
    def word(self) -> Word:
        return self.words[self.place]

    def whole(self) -> Expression:
        found = self._implication()
        if self.word.kind != "end":
            self._fail("and, or, implies, or the end")
        return found

    def _fail(self, expected: str) -> NoReturn:
        raise RuleInvalid(f"the expression expects {expected} here", at=self.word.at)

    def _taken(self, *texts: str) -> bool:
        """Whether the next word is one of these; if so it is passed."""
        is_there = self.word.kind in {"name", "sign"} and self.word.text.lower() in texts
        self.place += is_there
        return is_there

    def _implication(self) -> Expression:
        left = self._alternative()
        if self._taken("implies"):
            return Either(Not(left), self._implication_below())
        return left

    def _implication_below(self) -> Expression:
        self._deeper()
        found = self._implication()
        self.depth -= 1
        return found

    def _alternative(self) -> Expression:
        found = self._conjunction()
        while self._taken("or"):
            found = Either(found, self._conjunction())
        return found

    def _conjunction(self) -> Expression:
        found = self._negation()
        while self._taken("and"):
            found = Both(found, self._negation())
        return found

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEPTH_MAX:
            self._fail("fewer brackets within brackets; nothing deeper")

    def _negation(self) -> Expression:
        if self._taken("not"):
            self._deeper()
            found: Expression = Not(self._negation())
            self.depth -= 1
            return found
        if self._taken("("):
            found = self._implication_below()
            if not self._taken(")"):
                self._fail("a closing bracket")
            return found
        return self._comparison()

    def _comparison(self) -> Expression:
        at = self.place
        left = self._operand(None)
        if isinstance(left, FieldOf):
            if self._taken("is"):
                return self._presence(left.field)
            if self._taken("in"):
                return Among(left.field, self._values(kind_of(left.field)))
        operator = self.word.text
        if operator not in _OPERATORS:
            self._fail("one of = != < <= > >=")
        self.place += 1
        right = self._operand(self._kind(left))
        kind = self._kind(left) or self._kind(right)
        if kind is None:
            self.place = at
            self._fail("a field on one side at least")
        if self._kind(left) is None:
            after, self.place = self.place, at
            left = self._operand(kind)
            self.place = after
        if kind == "text" and operator not in {"=", "!="}:
            self._fail("= or != between texts")
        return Compare(left, cast("Operator", operator), right, kind)

    def _presence(self, field: FieldName) -> Expression:
        if self._taken("present"):
            return Present(field)
        if self._taken("missing"):
            return Not(Present(field))
        return self._fail("present or missing")

    def _values(self, kind: FieldKind) -> frozenset[Value]:
        if not self._taken("("):
            self._fail("a list in brackets")
        values = [self._constant(kind)]
        while self._taken(","):
            values.append(self._constant(kind))
        if not self._taken(")"):
            self._fail("a comma or a closing bracket")
        return frozenset(values)

    def _kind(self, operand: Operand) -> FieldKind | None:
        match operand:
            case FieldOf(field=field):
                return kind_of(field)
            case Today():
                return "date"
            case Constant():
                return None

    def _operand(self, kind: FieldKind | None) -> Operand:
        """Of this kind; of any kind where it is None, and a constant is then read as text."""
        if self.word.kind != "name":
            return Constant(self._constant(kind) if kind else self._passed())
        name = self.word.text.lower()
        if name not in FIELD_NAMES and name != "today":
            self._fail("a field, today, or a constant")
        operand: Operand = Today() if name == "today" else FieldOf(cast("FieldName", name))
        if kind is not None and kind != self._kind(operand):
            self._fail(WRITTEN[kind])
        self.place += 1
        return operand

    def _passed(self) -> Value:
        if self.word.kind in {"sign", "end"}:
            self._fail("a field or a constant")
        self.place += 1
        return ""

    def _constant(self, kind: FieldKind) -> Value:
        value = constant_of(self.word, kind)
        if value is None:
            self._fail(WRITTEN[kind])
        self.place += 1
        return value
