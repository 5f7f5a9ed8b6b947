"""A rule in a sentence, as a person would say it."""

from typing import Final

from upstream.api.pages.frame.words import field_said
from upstream.domain.quality.rule import (
    CrossField,
    DateOrder,
    Day,
    Duplicate,
    Format,
    Range,
    ReferenceSet,
    Required,
    Scope,
    Test,
)

_SHOWN = 6
_FILE_KINDS: Final = {
    "table": "CSV and its like",
    "excel": "Excel workbooks",
    "x12": "X12 (835, 837, 277)",
    "fhir": "FHIR",
}


def test_said(test: Test) -> str:  # noqa: PLR0911  one case per kind
    match test:
        case Required(field=field):
            return f"{field_said(field)} is given"
        case Format(field=field, pattern=pattern):
            return f"{field_said(field)} has the form {pattern}"
        case Range(field=field, least=least, most=most):
            return f"{field_said(field)} {_bounds(least, most)}"
        case DateOrder(earlier=earlier, later=later, days_least=least, days_most=most):
            apart = _bounds(_days(least), _days(most))
            return f"From {_day(earlier)} to {_day(later)}, {apart}"
        case ReferenceSet(field=field, values=values):
            more = " …" if len(values) > _SHOWN else ""
            return f"{field_said(field)} is one of {', '.join(values[:_SHOWN])}{more}"
        case CrossField(text=text):
            return text
        case Duplicate(fields=fields):
            named = ", ".join(field_said(field).lower() for field in fields)
            return f"No two rows are alike in {named}"


def file_kind_said(kind: str) -> str:
    return _FILE_KINDS[kind]


def scope_said(scope: Scope) -> str:
    told = [field_said(field).lower() for field in scope.told]
    parts = [
        ", ".join(scope.payers),
        ", ".join(scope.cpt_groups),
        ", ".join(map(file_kind_said, scope.file_kinds)),
        f"files with {', '.join(told)}" if told else "",
    ]
    return "; ".join(part for part in parts if part) or "all rows"


def _bounds(least: str | None, most: str | None) -> str:
    if least is not None and most is not None:
        return f"from {least} to {most}"
    return f"at least {least}" if least is not None else f"at most {most}"


def _days(days: int | None) -> str | None:
    return None if days is None else f"{days} days"


def _day(day: Day) -> str:
    return "the day of the upload" if day == "today" else field_said(day).lower()
