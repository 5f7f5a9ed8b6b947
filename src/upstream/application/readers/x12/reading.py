"""All claims and payments of a file in its order, transaction by transaction."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Final, Protocol

from upstream.application.readers.x12 import remittance_set, status_set, submitted_set
from upstream.application.readers.x12.control import Control, Transaction
from upstream.application.readers.x12.entries import Entry, Rules
from upstream.application.readers.x12.kinds import CLAIM, REMITTANCE, STATUS
from upstream.application.readers.x12.remittance_set import RemittanceSet
from upstream.application.readers.x12.segments import Segment, segments
from upstream.application.readers.x12.status_set import StatusSet
from upstream.application.readers.x12.submitted_set import SubmittedSet
from upstream.domain.remittances.facts import Remittance


class ClaimSet(Protocol):
    """Reads one transaction as it is fed."""

    def feed(self, segment: Segment) -> Iterator[Entry]: ...
    def end(self) -> Iterator[Entry]: ...
    def remittance(self, ends_at: int) -> Remittance | None:
        """Once it has ended, at the segment that begins at this byte."""


_SETS: Final[Mapping[str, type[RemittanceSet | SubmittedSet | StatusSet]]] = MappingProxyType(
    {REMITTANCE: RemittanceSet, CLAIM: SubmittedSet, STATUS: StatusSet}
)
SILENT: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        REMITTANCE: remittance_set.SILENT,
        CLAIM: submitted_set.SILENT,
        STATUS: status_set.SILENT,
    }
)
"""Facts that a transaction of this kind has no way of saying."""


def read(file: BinaryIO, rules: Rules) -> Iterator[tuple[str, Entry | Remittance]]:
    """Everything told, with the kind of transaction that tells it. Raises `Unreadable`."""
    control = Control()
    going_on: ClaimSet | None = None
    kind = ""
    for segment in segments(file):
        before = control.transaction
        if not control.feed(segment):
            if going_on:
                for entry in going_on.feed(segment):
                    yield kind, entry
            continue
        if control.transaction is not before:
            if going_on:
                yield from _ended(kind, going_on, segment.offset)
            going_on, kind = _begun(control.transaction, rules)


def _begun(transaction: Transaction | None, rules: Rules) -> tuple[ClaimSet | None, str]:
    """Nothing for what tells of no claims, such as a 999 among remittances."""
    if transaction is None or transaction.number not in _SETS:
        return None, ""
    return _SETS[transaction.number](transaction, rules), transaction.number


def _ended(kind: str, going_on: ClaimSet, ends_at: int) -> Iterator[tuple[str, Entry | Remittance]]:
    for entry in going_on.end():
        yield kind, entry
    remittance = going_on.remittance(ends_at)
    if remittance:
        yield kind, remittance
