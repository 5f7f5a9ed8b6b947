"""What personal data there is, after the 18 identifiers of Safe Harbor (45 CFR 164.514(b)(2))."""

from types import MappingProxyType
from typing import Final, Literal, get_args

import msgspec

Kind = Literal[
    "name",
    "geography",
    "address",
    "date_of_birth",
    "phone",
    "email",
    "ssn",
    "mrn",
    "mbi",
    "member_id",
    "account",
    "card",
    "licence",
    "vehicle",
    "device",
    "url",
    "ip",
    "biometric",
    "demographic",
    "sensitive_word",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

IDENTIFIER: Final[MappingProxyType[Kind, str]] = MappingProxyType(
    {
        "name": "A",
        "geography": "B",
        "address": "B",
        "date_of_birth": "C",
        "phone": "D",
        "email": "F",
        "ssn": "G",
        "mrn": "H",
        "mbi": "I",
        "member_id": "I",
        "account": "J",
        "card": "J",
        "licence": "K",
        "vehicle": "L",
        "device": "M",
        "url": "N",
        "ip": "O",
        "biometric": "P",
        "demographic": "R",
        "sensitive_word": "R",
    }
)
"""The paragraph of 164.514(b)(2)(i) each kind stands under. `phone` covers fax numbers (E),
`biometric` photographs (Q)."""

MASKS: Final[MappingProxyType[Kind, str]] = MappingProxyType(
    {kind: f"[{kind.upper()}]" for kind in KINDS}
)
"""What is stored in place of the words that were found."""

Evidence = Literal["header", "values", "header_and_values"]
Treatment = Literal["not_stored", "pseudonym", "masked"]
Policy = Literal["mask", "quarantine", "refuse"]
"""What a customer wants done with cells that hold personal data: put a mask in its place; hold the
whole file back until somebody releases it; or not take the row, nor a file that brings whole
columns of it."""

LINES_KEPT: Final = 5
"""Physical lines named for each finding: enough to look at, no second list of rows."""


class PersonalColumn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column of a file that tells who somebody is, judged by a sample; never what it says."""

    header: str
    kind: Kind
    confidence: int
    """In percent."""
    evidence: Evidence
    treatment: Treatment
    column: str | None = None
    """The public name it is read as, where it is."""
    cells: int = 0
    """Cells of the sample that gave it away; with a telling header all that say something."""
    of: int = 0
    """Cells of the sample that say anything."""
    lines: tuple[int, ...] = ()
    """The first physical lines of those cells."""


class PersonalCells(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """So many cells of one stored column held personal data of one kind, and were masked."""

    column: str
    kind: Kind
    cells: int
    lines: tuple[int, ...] = ()
    """The first physical lines, from 1."""


class Screening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the rows of one upload are screened; fixed when the file is accepted."""

    policy: Policy = "mask"
    settings_version: int = 0
    """Of the customer's settings, whose sensitive words count; 0 before there were any."""
    pseudonyms: tuple[str, ...] = ()
    """Facts whose every value is kept as a keyed pseudonym only."""
    names_in: tuple[str, ...] = ()
    """Facts in which names of people were seen: there a given name alone is enough."""


def added_up(cells: tuple[PersonalCells, ...]) -> tuple[PersonalCells, ...]:
    """One for each column and kind; of the lines the first stay."""
    sums: dict[tuple[str, Kind], PersonalCells] = {}
    for one in cells:
        known = sums.get((one.column, one.kind))
        if known:
            lines = (known.lines + one.lines)[:LINES_KEPT]
            sums[one.column, one.kind] = PersonalCells(
                one.column, one.kind, known.cells + one.cells, lines
            )
        else:
            sums[one.column, one.kind] = one
    return tuple(sums[key] for key in sorted(sums))
