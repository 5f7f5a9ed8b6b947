"""Dates that lie a lifetime back: nobody decides a claim of 1961, but people were born then."""

import re
from datetime import date
from typing import Final

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE: Final = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<iso>(?:19|20)\d\d)[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])
    | (?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?P<us>(?:19|20)\d\d)
    | (?:0?[1-9]|[12]\d|3[01])[- ]{_MONTHS}[- ,]{{1,2}}(?P<dmy>(?:19|20)\d\d)
    | {_MONTHS}\.?[ ]\d{{1,2}},?[ ](?P<mdy>(?:19|20)\d\d)
    )(?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT: Final = re.compile(r"(?P<year>(?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_ANY_DATE = (
    rf"(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|\d{{8}}|\d{{1,2}}[- ]{_MONTHS}[- ,]{{1,2}}\d{{2,4}}"
    rf"|{_MONTHS}\.? \d{{1,2}},? \d{{4}})"
)
LABELLED: Final = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birthday|born(?: on)?|bday|deceased(?: on)?"
    rf"|date of death|died(?: on)?)\W{{0,3}}(?:is\W{{1,2}}|was\W{{1,2}})?({_ANY_DATE})(?!\d)",
    re.IGNORECASE,
)

YEARS_BACK_MIN: Final = 18
YEARS_BACK_MAX: Final = 115
SPREAD_YEARS_MIN: Final = 10
"""Dates of service of one file lie closer together than the births of its patients."""


def year_of(text: str) -> int | None:
    """The year of a text that is a date and nothing else, time of day aside."""
    found = _DATE.match(text)
    if found and (found.end() == len(text) or text[found.end()] in " T"):
        return int(next(filter(None, found.groups())))
    compact = _COMPACT.fullmatch(text)
    return int(compact["year"]) if compact else None


def old_dates_in(text: str, today: date) -> list[tuple[int, int]]:
    """Where dates of a lifetime ago stand in a text."""
    spans = []
    for found in _DATE.finditer(text):
        back = today.year - int(next(filter(None, found.groups())))
        if YEARS_BACK_MIN <= back <= YEARS_BACK_MAX:
            spans.append(found.span())
    return spans


def are_births(years: list[int], today: date) -> bool:
    """Whether so many years of one column are those in which people were born."""
    ages = sorted(today.year - year for year in years)
    low, middle, high = (ages[len(ages) * part // 100] for part in (5, 50, 95))
    return high - low >= SPREAD_YEARS_MIN and middle >= SPREAD_YEARS_MIN / 2 and high <= 120
