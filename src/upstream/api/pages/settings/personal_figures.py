"""What an upload's page says of personal data in the file: where, what, and what became of it."""

from typing import Final

import msgspec

from upstream.api.charts import wording
from upstream.api.pages.frame.words import field_said
from upstream.domain.personal.kinds import Evidence, Kind, PersonalColumn, Policy, Treatment
from upstream.projections.personal.upload_cells import CellsFound, PersonalData

_TREATED: Final[dict[Treatment, str]] = {
    "not_stored": "column not stored",
    "pseudonym": "kept as a keyed pseudonym",
    "masked": "masked, cell by cell",
}
_BECAME: Final[dict[Policy, str]] = {
    "mask": "masked",
    "quarantine": "file held back",
    "refuse": "row refused",
}
_EVIDENCE: Final[dict[Evidence, str]] = {
    "header": "by its header",
    "values": "by its values",
    "header_and_values": "by header and values",
}


class PersonalLine(msgspec.Struct, frozen=True, kw_only=True):
    """One finding; never what a cell said."""

    where: str
    what: str
    known_by: str
    became: str
    cells: int
    of: int | None
    lines: str


def lines_of(found: PersonalData) -> tuple[PersonalLine, ...]:
    """Columns first, then cells of columns that are stored."""
    return (
        *(_column(one, held=found.policy == "quarantine") for one in found.columns),
        *(_cells(one, found.policy) for one in found.cells),
    )


def _column(one: PersonalColumn, *, held: bool) -> PersonalLine:
    return PersonalLine(
        where=one.header,
        what=_said(one.kind),
        known_by=f"{_EVIDENCE[one.evidence]}, {one.confidence} % sure",
        became=_BECAME["quarantine"] if held else _TREATED[one.treatment],
        cells=one.cells,
        of=one.of,
        lines=_lines(one.lines, one.cells),
    )


def _cells(one: CellsFound, policy: Policy) -> PersonalLine:
    return PersonalLine(
        where=field_said(one.column),
        what=_said(one.kind),
        known_by="by the words of a cell",
        became=_BECAME[policy],
        cells=one.cells,
        of=None,
        lines=_lines(tuple(one.lines), one.cells),
    )


def _lines(lines: tuple[int, ...], cells: int) -> str:
    told = ", ".join(map(wording.count, lines))
    return f"{told} …" if cells > len(lines) else told


_NAMES: Final[dict[Kind, str]] = {
    "ssn": "social security number",
    "mrn": "medical record number",
    "mbi": "Medicare number",
    "ip": "network address",
    "url": "web address",
    "email": "e-mail address",
    "card": "payment card",
    "member_id": "member number",
}


def _said(kind: Kind) -> str:
    return _NAMES.get(kind, kind.replace("_", " "))
