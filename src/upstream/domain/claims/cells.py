"""A raw cell becomes a text, a number or nothing; each parser is made for one column."""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from upstream.domain.claims.faults import Fault

V = TypeVar("V")
Parse = Callable[[str], V | Fault]
"""Pure: the same cell always means the same."""

_AROUND = " \t\r\n\u00a0\u200b\u2060\ufeff"
_PLACEHOLDERS = """
- -- --- . ? n/a na nan null none nil (null) <null> (blank) inf -inf +inf infinity
#ref! #n/a #na #value! #div/0! #name? #null! #num!
"""
_SAYS_NOTHING = frozenset(_PLACEHOLDERS.split()) | {"", "not applicable"}
_OVERFLOW = re.compile(r"[+-]?\d+(?:\.\d+)?e\+?\d{3,}", re.IGNORECASE)
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN_REFERENCES = re.compile(r"(?:[A-Za-z]{0,8}-?[0-9]{1,24}\n)*[A-Za-z]{0,8}-?[0-9]{1,24}")
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_UNITS = re.compile(r"0*([1-9]\d{0,4})(?:\.0+)?")
_TEN_DIGITS = re.compile(r"(\d{10})(?:\.0)?")


class Memo(dict[str, V | Fault]):
    """What each distinct cell of a column means, remembered up to a bound.

    A subclass of dict, so that a whole column is looked up by one `map` in C.
    """

    ENTRIES_MAX = 65_536

    def __init__(self, parse: Parse[V]) -> None:
        super().__init__()
        self._parse = parse
        self.may_have_faults = False
        """True from the first fault on: until then no column has to be searched for one."""

    def __missing__(self, cell: str) -> V | Fault:
        if len(self) >= self.ENTRIES_MAX:
            self.clear()
        value = self[cell] = self._parse(cell)
        if isinstance(value, Fault):
            self.may_have_faults = True
        return value

    def column(self, cells: list[str]) -> list[V | Fault]:
        return list(map(self.__getitem__, cells))


class ReferenceMemo(Memo[str | None]):
    """A column of references. Each is new, so none is remembered; most are plain and kept as is."""

    def column(self, cells: list[str]) -> list[str | Fault | None]:
        if are_plain(cells):
            return list(cells)
        self.may_have_faults = True
        return list(map(self._parse, cells))


def are_plain(cells: list[str]) -> bool:
    """True where every cell is letters and a number, so that each means just what it says."""
    joined = "\n".join(cells)
    plain = _PLAIN_REFERENCES.fullmatch(joined) is not None
    return plain and joined.count("\n") == len(cells) - 1


def said(cell: str) -> str | None:
    """The cell without the space around it; None where it is empty or a placeholder (`N/A`)."""
    text = cell.strip(_AROUND)
    if text.casefold() in _SAYS_NOTHING or _OVERFLOW.fullmatch(text):
        return None
    return text


def tidy(text: str) -> str:
    """NFKC, without zero-width characters, inner space collapsed to single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ZERO_WIDTH).split())


def text_cell(column: str, *, length_max: int) -> Parse[str | None]:
    """A name or a phrase, tidied."""

    def parse(cell: str) -> str | Fault | None:
        text = said(cell)
        return text and _sound(tidy(text), column, length_max)

    return parse


def required(parse: Parse[V | None], column: str) -> Parse[V]:
    """The same parser for a column that must say something."""

    def parse_required(cell: str) -> V | Fault:
        value = parse(cell)
        return Fault(column, "row.missing") if value is None else value

    return parse_required


def reference_cell(column: str, *, length_max: int) -> Parse[str | None]:
    """Somebody's number for something, kept as written; refused where a spreadsheet rounded it."""

    def parse(cell: str) -> str | Fault | None:
        text = said(cell)
        if text and _ROUNDED.fullmatch(text):
            return Fault(column, "row.number_rounded")
        return text and _sound(text, column, length_max)

    return parse


def units_cell(column: str) -> Parse[int | None]:
    def parse(cell: str) -> int | Fault | None:
        text = said(cell)
        if text is None:
            return None
        whole = _UNITS.fullmatch(text)
        return int(whole[1]) if whole else Fault(column, "row.units_malformed")

    return parse


def npi_cell(column: str) -> Parse[str | None]:
    def parse(cell: str) -> str | Fault | None:
        text = said(cell)
        if text is None:
            return None
        digits = _TEN_DIGITS.fullmatch(text)
        return digits[1] if digits else Fault(column, "row.npi_malformed")

    return parse


def _sound(text: str, column: str, length_max: int) -> str | Fault | None:
    if not text:
        return None
    if not text.isprintable():
        return Fault(column, "row.control_character")
    if len(text) > length_max:
        return Fault(column, "row.text_too_long")
    return text
