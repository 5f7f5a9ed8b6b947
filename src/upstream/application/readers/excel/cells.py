"""What a cell of a workbook says, as the text a person reads in it; numbers lose nothing."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

Cell = str | int | float | bool | datetime | date | time | timedelta | None
"""Whatever openpyxl hands over for a value."""

_MIDNIGHT: Final = time()


def texts(row: tuple[object, ...], width: int) -> list[str]:
    """A row as wide as the header; what lies to the right of it has no name and is not read."""
    found = [_SAID[type(cell)](cell) if type(cell) in _SAID else "" for cell in row[:width]]
    return found + [""] * (width - len(found))


def _number(value: object) -> str:
    """Excel keeps and shows 15 digits: 19.99 is stored as 19.989999999999998.

    A reference of more digits comes out as 1.23e+15 and is refused as rounded, which it is.
    """
    assert isinstance(value, float)
    return format(value, ".15g")


def _moment(value: object) -> str:
    assert isinstance(value, datetime)
    if value.time() == _MIDNIGHT:
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


_SAID: Final[MappingProxyType[type, Callable[[object], str]]] = MappingProxyType(
    {
        str: str,
        int: str,
        float: _number,
        bool: lambda value: str(value).upper(),
        datetime: _moment,
        date: str,
        time: str,
        timedelta: str,
    }
)
