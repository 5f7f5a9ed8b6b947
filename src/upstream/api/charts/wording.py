"""How numbers, money, rates and moments are written for a person to read."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

MISSING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = ((999_950_000, 1_000_000_000, "B"), (999_950, 1_000_000, "M"), (10_000, 1_000, "k"))
_NEARLY_CERTAIN = 0.9995
"""From here on one decimal would say 100.0%."""


def count(number: int | None) -> str:
    """12345 -> "12,345"."""
    return MISSING if number is None else f"{number:,}"


def times(number: int) -> str:
    """1 -> "once", 3 -> "3 times"."""
    return "once" if number == 1 else f"{number:,} times"


def compact(number: int) -> str:
    """At most four digits, for axes and tiles: 12345 -> "12.3k"."""
    for least, unit, letter in _STEPS:
        if abs(number) >= least:
            return f"{number / unit:.1f}".removesuffix(".0") + letter
    return f"{number:,}"


def percent(rate: float | None, digits: int = 1) -> str:
    """A rate of 0 to 1 as a percentage: 0.1234 -> "12.3%"."""
    return MISSING if rate is None else f"{rate * 100:.{digits}f}%"


def certainty(confidence: float) -> str:
    """A probability as a percentage that never reads 100%: 0.99995 -> "> 99.9%"."""
    return "> 99.9%" if confidence >= _NEARLY_CERTAIN else percent(confidence)


def points(difference: float | None) -> str:
    """A difference of two rates in percentage points, signed: 0.031 -> "+3.1 pts"."""
    return MISSING if difference is None else f"{_signed(difference * 100, 1)} pts"


def money(cents: int | None) -> str:
    """Exact dollars: 123450 -> "$1,234.50"."""
    if cents is None:
        return MISSING
    dollars, rest = divmod(abs(cents), 100)
    return f"{_minus(cents)}${dollars:,}.{rest:02}"


def money_compact(cents: int | None) -> str:
    """Dollars in at most four digits: 123456789 -> "$1.2M"."""
    if cents is None:
        return MISSING
    return f"{_minus(cents)}${compact(round(abs(cents) / 100))}"


def days(number: float | None) -> str:
    """18 -> "18 days"; a half is written out: 18.5 -> "18.5 days"."""
    if number is None:
        return MISSING
    text = f"{number:.1f}".removesuffix(".0")
    return f"{text} day" if number == 1 else f"{text} days"


def day(value: date | None) -> str:
    """2026-03-01 -> "1 Mar 2026"."""
    return MISSING if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def span(first: date, last: date) -> str:
    """Two days, both included: "9 Aug to 6 Nov 2026"."""
    begin = day(first)
    return f"{begin[:-5] if first.year == last.year else begin} to {day(last)}"


def month(value: str) -> str:
    """2026-03 -> "Mar 2026"."""
    return f"{month_short(value)} {value[:4]}"


def month_short(value: str) -> str:
    """2026-03 -> "Mar"."""
    return _MONTHS[int(value[5:7]) - 1]


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """An instant on the customer's clock: "1 Mar 2026, 14:05 EST"."""
    if value is None:
        return MISSING
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} {local.tzname()}"


def size(octets: int | None) -> str:
    """1536000 -> "1.5 MB"."""
    if octets is None:
        return MISSING
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if octets >= unit:
            return f"{octets / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{octets} bytes"


def _signed(number: float, digits: int) -> str:
    text = f"{abs(number):.{digits}f}"
    if float(text) == 0:
        return f"±{text}"
    return f"+{text}" if number > 0 else f"{MINUS}{text}"


def _minus(number: int) -> str:
    return MINUS if number < 0 else ""
