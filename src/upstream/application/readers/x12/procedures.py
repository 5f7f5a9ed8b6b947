"""Composite procedure identifiers (SVC01, SV101, SV202): the code, its modifiers, its family."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from upstream.domain.claims import procedures

UNCODED: Final = "NONE"
"""Where a claim names no procedure: inpatient stays, claims of which only a status is told."""
UNCODED_GROUP: Final = procedures.UNGROUPED

_CODE: Final = re.compile(r"[A-Z0-9]{3,7}")
_MODIFIER: Final = re.compile(r"[A-Z0-9]{2}")
_OTHER: Final = re.compile(r"[A-Z][A-Z0-9]([^A-Za-z0-9\s])[A-Z0-9]{3}")
_REVENUE: Final = re.compile(r"\d{3,4}")


class Procedure(NamedTuple):
    code: str
    modifiers: tuple[str, ...]

    @property
    def group(self) -> str:
        return group_of(self.code)


NONE: Final = Procedure(UNCODED, ())


@lru_cache(1 << 14)
def procedure(composite: str, separator: str) -> Procedure:
    """`HC:99213:25` → 99213 with 25; NONE where there is no code. Up to four modifiers."""
    if separator not in composite and (other := _OTHER.match(composite)):
        # Some payers separate with another character than their own envelope says.
        separator = other[1]
    pieces = [piece.strip().upper() for piece in composite.split(separator)]
    code = pieces[1] if len(pieces) > 1 else ""
    if not _CODE.fullmatch(code):
        return NONE
    return Procedure(code, tuple(piece for piece in pieces[2:6] if _MODIFIER.fullmatch(piece)))


def revenue(code: str) -> Procedure:
    """A revenue code (four digits) where a line of a hospital names nothing more exact."""
    return Procedure(code.rjust(4, "0"), ()) if _REVENUE.fullmatch(code) else NONE


@lru_cache(1 << 14)
def group_of(code: str) -> str:
    found = procedures.group_in(code)
    return found if len(code) == 5 else UNCODED_GROUP
