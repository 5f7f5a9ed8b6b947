"""A second opinion on every remittance: another reader counts what ours counted.

`oxedi` (pinned, one maintainer, before its 1.0) is used for nothing else. It is fed the segments
in envelopes of our own making, some megabytes at a time, so that neither collapsed headers nor a
large file matter; where it counts or adds up otherwise than we do, nothing of the file is recorded.
"""

import json
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any, Final

import oxedi

from upstream.application.readers.x12.control import Transaction
from upstream.application.readers.x12.remits import RemitClaim
from upstream.application.readers.x12.segments import Segment
from upstream.application.readers.x12.separators import Separators
from upstream.application.readers.x12.values import cents, day

PIECE_BYTES: Final = 1 << 20
"""About so much of a file is in the other reader's hands at once; what it makes of that is some ten
times as large."""

_OLD: Final = "4010"
_NEW: Final = "5010"
_CUT_BEFORE: Final = frozenset({"LX", "CLP"})
_NOTHING: Final = "∅"


@dataclass(slots=True)
class Counted:
    """What both readers must agree on."""

    claims: int = 0
    lines: int = 0
    adjustments: int = 0
    received: int = 0
    """Claims that say when they were received (DTM*050)."""
    paid_cents: int = 0

    def add(self, claim: RemitClaim) -> None:
        self.claims += 1
        self.lines += len(claim.lines)
        self.adjustments += len(claim.adjustments)
        self.adjustments += sum(len(line.adjustments) for line in claim.lines)
        self.received += day(claim.dates.get("050", "")) is not None
        self.paid_cents += cents(claim.head[4]) or 0

    def differences(self, other: "Counted") -> list[str]:
        """Names and both figures, where they are not the same; figures only, never content."""
        return [
            f"{field.name} {getattr(self, field.name)} and {getattr(other, field.name)}"
            for field in fields(self)
            if getattr(self, field.name) != getattr(other, field.name)
        ]


class SecondReader:
    """Fed every segment of the remittances, ST and SE among them; `counted` at the end."""

    def __init__(self) -> None:
        self.counted = Counted()
        self._between: Separators | None = None
        self._version = _NEW
        self._head: list[bytes] = []
        self._piece: list[bytes] = []
        self._size = 0
        self._in_head = False

    def feed(self, segment: Segment, transaction: Transaction) -> None:
        if segment.id == "ST":
            self._begin(segment, transaction)
        elif segment.id in _CUT_BEFORE:
            self._in_head = False
            if self._size > PIECE_BYTES and segment.id == "CLP":
                self._count()
                self._put(*self._head)
        if self._in_head:
            self._head.append(segment.raw)
        self._put(segment.raw)

    def end(self) -> Counted:
        self._count()
        return self.counted

    def _begin(self, segment: Segment, transaction: Transaction) -> None:
        version = _OLD if _OLD in transaction.version else _NEW
        if segment.between != self._between or version != self._version or self._size > PIECE_BYTES:
            self._count()
            self._between, self._version = segment.between, version
        self._head, self._in_head = [], True

    def _put(self, *segments: bytes) -> None:
        self._piece += segments
        self._size += sum(map(len, segments))

    def _count(self) -> None:
        if self._between is None or not self._piece:
            return
        data = _enveloped(self._piece, self._between, self._version)
        self._piece, self._size = [], 0
        for batch in oxedi.stream(data, spec=_spec(self._version)):
            tables = batch.tables
            self.counted.lines += len(tables["services"])
            self.counted.adjustments += len(tables["adjustments"])
            self.counted.claims += len(tables["claims"])
            self._add_up(tables["claims"].render())

    def _add_up(self, rendered: str) -> None:
        """The table as text: a title, a header, then a line per row with the value last but one."""
        for row in rendered.splitlines()[2:]:
            _, separator, values = row.partition(" | ")
            if separator:
                *_, paid, received = values.split(" | ")
                self.counted.received += received.strip() != _NOTHING
                if paid.strip() != _NOTHING:
                    self.counted.paid_cents += int(Decimal(paid.strip()).scaleb(2))


def _enveloped(segments: list[bytes], between: Separators, version: str) -> bytes:
    """An interchange with one group around whole or cut transactions."""
    blank, element = " ", between.element
    release = "00401" if version == _OLD else "00501"
    who = ["ZZ", "SENDER".ljust(15, blank), "ZZ", "RECEIVER".ljust(15, blank)]
    isa = ["ISA", "00", blank * 10, "00", blank * 10, *who, "200101", "0000"]
    isa += ["^" if version == _NEW else "U", release, "000000001", "0", "P", between.component]
    full = "004010X091A1" if version == _OLD else "005010X221A1"
    gs = ["GS", "HP", "SENDER", "RECEIVER", "20200101", "0000", "1", "X", full]
    heads = [element.join(isa).encode("latin-1"), element.join(gs).encode("latin-1")]
    ends = [element.join(("GE", "1", "1")), element.join(("IEA", "1", "000000001"))]
    tails = [end.encode("latin-1") for end in ends]
    return between.terminator.join([*heads, *segments, *tails, b""])


@cache
def _spec(version: str) -> oxedi.Spec:
    """The built-in description with no columns but those that are compared: no table ever holds
    a name. The day of receipt (DTM*050) is not among the built-in columns and is added.
    """
    plan: dict[str, Any] = json.loads(oxedi.Spec.builtin(version).to_json())
    tables = plan["tables"]
    received = {"segment": "DTM", "element": 2, "where": {"1": "050"}}
    for table, column in _COMPARED.items():
        tables[table]["columns"] = {column: tables[table]["columns"][column]}
        tables[table].pop("phi_seed", None)
    tables["claims"]["columns"]["received_on"] = received
    plan["tables"] = {name: tables[name] for name in _COMPARED}
    return oxedi.Spec.from_json(json.dumps(plan))


_COMPARED: Final = {
    "payments": "total_payment_amount",
    "claims": "payment_amount",
    "services": "payment_amount",
    "adjustments": "amount",
}
