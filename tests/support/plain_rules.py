"""Rules read row by row in the plainest way, to hold the compiled ones against."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.quality.amounts import cents_of
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
    Present,
)
from upstream.domain.quality.fields import FACT_OF, FieldName
from upstream.domain.quality.parsing import parse_expression
from upstream.domain.quality.rule import (
    CrossField,
    DateOrder,
    Duplicate,
    Format,
    Range,
    ReferenceSet,
    Required,
    Rule,
    Test,
)


def broken_rows(rule: Rule, facts: Sequence[ClaimFacts], today: date) -> list[int]:
    """The places of the claims that break the rule."""
    earlier: set[tuple[object, ...]] = set()
    return [
        place
        for place, claim in enumerate(facts)
        if _is_meant(rule, claim) and not _holds(rule.test, claim, today, earlier)
    ]


def _is_meant(rule: Rule, claim: ClaimFacts) -> bool:
    payers = {payer.casefold() for payer in rule.scope.payers}
    groups = {group.casefold() for group in rule.scope.cpt_groups}
    return (not payers or claim.payer.casefold() in payers) and (
        not groups or claim.cpt_group.casefold() in groups
    )


def _said(claim: ClaimFacts, field: FieldName) -> object:
    return getattr(claim, FACT_OF[field])


def _holds(test: Test, claim: ClaimFacts, today: date, earlier: set[tuple[object, ...]]) -> bool:  # noqa: PLR0911  one case per kind
    match test:
        case Required(field=field):
            return _said(claim, field) not in (None, "")
        case Format(field=field, pattern=pattern):
            said = _said(claim, field)
            return said is None or re.fullmatch(pattern, str(said), re.ASCII) is not None
        case Range(field=field, least=least, most=most):
            said = _said(claim, field)
            bound = int if field == "units" else cents_of
            assert said is None or isinstance(said, int)
            low = said is None or least is None or said >= bound(least)
            return low and (said is None or most is None or said <= bound(most))
        case DateOrder():
            return _in_order(test, claim, today)
        case ReferenceSet(field=field, values=values):
            said = _said(claim, field)
            return said is None or str(said).casefold() in {v.casefold() for v in values}
        case CrossField(text=text):
            return truth(parse_expression(text), claim, today) is not False
        case Duplicate(fields=fields):
            row = tuple(_said(claim, field) for field in fields)
            is_new = row not in earlier
            earlier.add(row)
            return is_new


def _in_order(test: DateOrder, claim: ClaimFacts, today: date) -> bool:
    days = [today if day == "today" else _said(claim, day) for day in (test.earlier, test.later)]
    earlier, later = days
    if not isinstance(earlier, date) or not isinstance(later, date):
        return True
    apart = later - earlier
    return (test.days_least is None or apart >= timedelta(test.days_least)) and (
        test.days_most is None or apart <= timedelta(test.days_most)
    )


def truth(expression: Expression, claim: ClaimFacts, today: date) -> bool | None:
    """Kleene's three values, straight from their definition."""
    match expression:
        case Compare(left=left, operator=operator, right=right):
            a, b = _value(left, claim, today), _value(right, claim, today)
            return None if a is None or b is None else _compared(operator, a, b)
        case Among(field=field, values=values):
            said = _folded(_said(claim, field))
            return None if said is None else said in values
        case Present(field=field):
            return _said(claim, field) not in (None, "")
        case Not(part=part):
            inner = truth(part, claim, today)
            return None if inner is None else not inner
        case Both(left=left, right=right):
            sides = (truth(left, claim, today), truth(right, claim, today))
            return False if False in sides else (None if None in sides else True)
        case Either(left=left, right=right):
            sides = (truth(left, claim, today), truth(right, claim, today))
            return True if True in sides else (None if None in sides else False)


def _compared(operator: str, a: Any, b: Any) -> bool:  # noqa: ANN401  both of one kind, proven
    before = bool(a < b)
    found: dict[str, bool] = {
        "=": a == b,
        "!=": a != b,
        "<": before,
        "<=": before or a == b,
        ">": not before and a != b,
        ">=": not before,
    }
    return found[operator]


def _value(operand: Operand, claim: ClaimFacts, today: date) -> object:
    match operand:
        case FieldOf(field=field):
            return _folded(_said(claim, field))
        case Constant(value=value):
            return value
        case _:
            return today


def _folded(said: object) -> object:
    return said.casefold() if isinstance(said, str) else said
