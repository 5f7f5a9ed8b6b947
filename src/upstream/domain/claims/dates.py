"""Dates as claim files write them. A day is a day: a time or a zone beside it never moves it."""

import re
from datetime import date, timedelta
from typing import Literal

from upstream.domain.claims.cells import Parse, said
from upstream.domain.claims.faults import Fault

DateStyle = Literal["month_first", "day_first", "excel"]

EARLIEST = date(1990, 1, 1)
"""Electronic claims begin with the 1990s; an earlier date is a slip."""
EXCEL_DAY_0 = date(1899, 12, 30)
EXCEL_SERIALS = range(20_000, 80_000)

_TIME = r"(?:[T ]+\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4}|\d{6})?")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[-/. ]?([A-Za-z]{{3,9}})\.?[-/., ]*(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_DAY = re.compile(rf"([A-Za-z]{{3,9}})\.?[- ]?(\d{{1,2}}),?[- ](\d{{4}}|\d{{2}}){_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_NO_DATE = re.compile(r"0+([-/.]?0+){0,2}|9999[-/.]?12[-/.]?31|12[-/.]31[-/.]9999")


def date_cell(column: str, style: DateStyle, *, today: date) -> Parse[date | None]:
    """`style` settles what the cell alone cannot: 3/4/2025, and bare spreadsheet serials.

    `today` is the day of the upload: a day after it (one for the time zones) is refused, and
    two-digit years are read as the latest year that is not after the next.
    """
    latest = today + timedelta(days=1)

    def parse(cell: str) -> date | Fault | None:
        text = said(cell)
        if text is None or _NO_DATE.fullmatch(text):
            return None
        day = _read(text, style, year_max=today.year + 1)
        if day is None:
            return Fault(column, "row.date_unreadable")
        if day < EARLIEST:
            return Fault(column, "row.date_out_of_range")
        return day if day <= latest else Fault(column, "row.date_in_future")

    return parse


def style_of(cells: list[str]) -> DateStyle | Literal["conflict"] | None:
    """What a column's own cells prove about its style; None where they prove nothing."""
    texts = [text for cell in cells if (text := said(cell)) and not _NO_DATE.fullmatch(text)]
    serials = [_SERIAL.fullmatch(text) for text in texts]
    if texts and all(serial and int(serial[1]) in EXCEL_SERIALS for serial in serials):
        return "excel"
    slashed = [found for text in texts if (found := _YEAR_LAST.fullmatch(text))]
    day_first = any(int(found[1]) > 12 for found in slashed)
    month_first = any(int(found[3]) > 12 for found in slashed)
    if day_first and month_first:
        return "conflict"
    if day_first:
        return "day_first"
    return "month_first" if month_first else None


def is_ambiguous(cells: list[str]) -> bool:
    """True where the column has dates whose day and month could be either way round."""
    return any(_YEAR_LAST.fullmatch(said(cell) or "") for cell in cells)


def _read(text: str, style: DateStyle, *, year_max: int) -> date | None:
    parts = _parts(text, style) or _parts_with_a_name(text)
    if parts is None:
        return _serial(text) if style == "excel" else None
    year, month, day = map(int, parts)
    if len(parts[0]) == 2:
        year += 2000 if 2000 + year <= year_max else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parts(text: str, style: DateStyle) -> tuple[str, str, str] | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return found[1], found[3], found[4]
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = found[1], found[3], found[4]
        return (year, second, first) if style == "day_first" else (year, first, second)
    if found := _COMPACT.fullmatch(text):
        return found[1], found[2], found[3]
    return None


def _parts_with_a_name(text: str) -> tuple[str, str, str] | None:
    if found := _DAY_MONTH.fullmatch(text):
        year, month, day = found[3], found[2], found[1]
    elif found := _MONTH_DAY.fullmatch(text):
        year, month, day = found[3], found[1], found[2]
    else:
        return None
    number = _MONTHS.get(month[:3].lower())
    return (year, number, day) if number else None


def _serial(text: str) -> date | None:
    found = _SERIAL.fullmatch(text)
    return EXCEL_DAY_0 + timedelta(days=int(found[1])) if found else None
