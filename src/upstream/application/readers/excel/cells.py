"""What a cell of a workbook says, as the text a person reads in it; numbers lose nothing."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from openpyxl.utils.datetime import from_excel, from_ISO8601

_MIDNIGHT: Final = time()
_KEPT_MAX: Final = 20_000
"""Days repeat themselves; no more of them are kept than this."""


class Cells:
    """How the cells of one workbook are read."""

    def __init__(
        self,
        shared: Sequence[str],
        *,
        dates: Collection[int],
        durations: Collection[int],
        epoch: datetime,
    ) -> None:
        """`dates` and `durations` are numbers of the styles that show a number as one."""
        self.shared = shared
        self._dates = dates
        self._durations = durations
        self._epoch = epoch
        self._days: dict[tuple[str, bool], str] = {}

    def said(self, kind: str, style: str, value: str) -> str:
        """Of every kind but `s`, which is a number of a shared text.

        Raises `ValueError` and the like where it is none of its kind.
        """
        match kind:
            case "n":
                number = int(style)
                if number in self._dates:
                    return self._day(value, in_durations=number in self._durations)
                return value if value.isdecimal() and value[0] != "0" else _number(value)
            case "b":
                return str(bool(int(value))).upper()
            case "d":
                return _moment(from_ISO8601(value))
            case _:
                return value

    def _day(self, value: str, *, in_durations: bool) -> str:
        key = value, in_durations
        known = self._days.get(key)
        if known is None:
            if len(self._days) >= _KEPT_MAX:
                self._days.clear()
            known = self._days[key] = self._converted(value, in_durations=in_durations)
        return known

    def _converted(self, value: str, *, in_durations: bool) -> str:
        number = _value(value)
        try:
            return _moment(from_excel(number, self._epoch, timedelta=in_durations))
        except (OverflowError, ValueError):
            return "#VALUE!"


def _value(value: str) -> int | float:
    return float(value) if "." in value or "e" in value or "E" in value else int(value)


def _number(value: str) -> str:
    """Excel keeps and shows 15 digits: 19.99 is stored as 19.989999999999998.

    A reference of more digits comes out as 1.23e+15 and is refused as rounded, which it is.
    """
    number = _value(value)
    return str(number) if isinstance(number, int) else format(number, ".15g")


def _moment(value: object) -> str:
    return _SAID[type(value)](value)


def _instant(value: object) -> str:
    assert isinstance(value, datetime)
    if value.time() == _MIDNIGHT:
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


_SAID: Final[MappingProxyType[type, Callable[[object], str]]] = MappingProxyType(
    {datetime: _instant, date: str, time: str, timedelta: str, type(None): lambda _: ""}
)
