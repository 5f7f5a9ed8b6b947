"""Whether a rule says something that can be checked, asked before it is recorded."""

from typing import Final

from upstream.domain.quality.compiling import test_of
from upstream.domain.quality.refusals import RuleInvalid
from upstream.domain.quality.rule import (
    NAME_LENGTH_MAX,
    VALUES_MAX,
    DateOrder,
    Duplicate,
    ReferenceSet,
    Scope,
    Test,
    Text,
)

VALUE_LENGTH_MAX: Final = 200
DAYS_MAX: Final = 36_525
"""A hundred years."""


def prove(text: Text) -> None:
    """Raises `RuleInvalid`."""
    if not text.name.strip() or not text.name.isprintable() or len(text.name) > NAME_LENGTH_MAX:
        raise RuleInvalid(f"a rule has a name of 1 to {NAME_LENGTH_MAX} characters")
    _prove_scope(text.scope)
    _prove_sizes(text.test)
    test_of(text.test)


def _prove_scope(scope: Scope) -> None:
    for values in (scope.payers, scope.cpt_groups):
        _prove_values(values)


def _prove_sizes(test: Test) -> None:
    match test:
        case ReferenceSet(values=values):
            if not values:
                raise RuleInvalid("a reference set holds at least one value")
            _prove_values(values)
        case DateOrder(days_least=least, days_most=most):
            if any(days is not None and abs(days) > DAYS_MAX for days in (least, most)):
                raise RuleInvalid("the dates are at most a hundred years apart")
        case Duplicate(fields=fields):
            if len(set(fields)) != len(fields):
                raise RuleInvalid("a duplicate names each field once")
        case _:
            return


def _prove_values(values: tuple[str, ...]) -> None:
    if len(values) > VALUES_MAX:
        raise RuleInvalid(f"a list holds at most {VALUES_MAX} values")
    if any(not value.strip() or len(value) > VALUE_LENGTH_MAX for value in values):
        raise RuleInvalid(f"a value has 1 to {VALUE_LENGTH_MAX} characters")
