"""The envelopes of an X12 file: who it is from, which transaction goes on, whether it is whole.

ISA … IEA holds GS … GE holds ST … SE. What is opened and never closed was cut off on its way;
a count that does not agree is the sender's slip, and is told.
"""

from collections import Counter
from dataclasses import dataclass, field

from upstream.application.readers.x12.segments import Segment

_CLOSED_BY = {"SE": "ST", "GE": "GS", "IEA": "ISA"}


@dataclass(slots=True)
class Transaction:
    """One ST … SE, as far as it was read."""

    number: str
    """Which set it is: 835."""
    control: str
    """Its control number (ST02)."""
    version: str
    """`005010X221A1`, of its group (GS08) or its own (ST03)."""
    sent: str
    """Date of the group (GS04), as written."""
    began_at: int
    """The number of its first segment."""


@dataclass(slots=True)
class Control:
    """Fed every segment in turn."""

    transaction: Transaction | None = None
    """What goes on now; None between two of them."""
    interchanges: int = 0
    sets: Counter[str] = field(default_factory=Counter)
    """How many transactions of each kind there were; a TA1 counts as one."""
    is_test: bool = False
    """Some interchange says so (ISA15)."""
    cut_off: str | None = None
    """The first envelope that never ended."""
    miscounts: list[str] = field(default_factory=list)
    _open: dict[str, Segment] = field(default_factory=dict)
    _groups: int = 0
    _sets_of_group: int = 0

    def feed(self, segment: Segment) -> bool:
        """True for a segment of the envelopes; ST and SE are seen as such with their content."""
        match segment.id:
            case "ISA":
                self._expect_closed("ISA")
                self._open = {"ISA": segment}
                self._groups = 0
                self.interchanges += 1
                self.is_test |= segment[15] == "T"
            case "GS":
                self._expect_closed("GS")
                self._open["GS"] = segment
                self._groups += 1
                self._sets_of_group = 0
            case "ST":
                self._expect_closed("ST")
                self._begin(segment)
            case "SE" | "GE" | "IEA":
                self._close(segment)
            case "TA1":
                self.sets["TA1"] += 1
            case _:
                return False
        return True

    def end(self) -> None:
        """The file is over."""
        self._expect_closed("ISA")

    def _begin(self, segment: Segment) -> None:
        self._open["ST"] = segment
        self._sets_of_group += 1
        group = self._open.get("GS")
        version = (group[8] if group else "") or segment[3]
        sent = group[4] if group else ""
        self.transaction = Transaction(segment[1], segment[2], version, sent, segment.number)
        self.sets[segment[1]] += 1

    def _close(self, segment: Segment) -> None:
        opened = self._open.pop(_CLOSED_BY[segment.id], None)
        counted = {
            "SE": segment.number - opened.number + 1 if opened else 0,
            "GE": self._sets_of_group,
            "IEA": self._groups,
        }[segment.id]
        if segment.id == "SE":
            self.transaction = None
        if opened is None:
            self._tell(segment, f"ends something that did not begin at segment {segment.number}")
            return
        control = opened[13] if segment.id == "IEA" else opened[6 if segment.id == "GE" else 2]
        if segment.id == "IEA" and segment[2] != control and control.startswith(segment[2]):
            self.cut_off = self.cut_off or f"IEA at segment {segment.number} breaks off"
        if segment[1] != str(counted) and segment[1].lstrip("0") != str(counted):
            told = segment[1] if segment[1].isdigit() and len(segment[1]) < 10 else "something else"
            self._tell(segment, f"at segment {segment.number} counts {told}, there are {counted}")
        if segment[2].lstrip("0") != control.lstrip("0"):
            self._tell(
                segment, f"at segment {segment.number} has another number than its beginning"
            )

    def _tell(self, segment: Segment, what: str) -> None:
        self.miscounts.append(f"{segment.id} {what}.")

    def _expect_closed(self, first: str) -> None:
        """`first` and what it holds must be closed before it is opened once more."""
        inner = {"ISA": ("ST", "GS", "ISA"), "GS": ("ST", "GS"), "ST": ("ST",)}[first]
        for name in inner:
            if (opened := self._open.get(name)) and self.cut_off is None:
                end = {"ISA": "IEA", "GS": "GE", "ST": "SE"}[name]
                self.cut_off = f"{name} at segment {opened.number} has no {end}"
