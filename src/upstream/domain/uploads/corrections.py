"""Refused rows go out as a file in the upload's own columns, are put right and come in again.

Three columns at the end say where each row came from; they are no data when the file comes back.
"""

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from upstream.domain.claims.columns import normalised

LINE: Final = "upstream_line"
REASON: Final = "upstream_reason"
UPLOAD: Final = "upstream_upload"
OURS: Final = (LINE, REASON, UPLOAD)

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK: Final = "'"
_NUMBER: Final = re.compile(r"[-+]?[$ ]?\d[\d,. ]*-?")


def is_ours(header: str) -> bool:
    return normalised(header) in OURS


def safe(cell: str) -> str:
    """As a spreadsheet may open it: what it would take for a formula gets a quotation mark in
    front. A negative number stays a number.
    """
    if not cell.startswith((*_FORMULA_STARTS, _MARK)) or _NUMBER.fullmatch(cell):
        return cell
    return _MARK + cell


def restored(cell: str) -> str:
    """The cell that `safe` was given."""
    marked = cell.startswith(_MARK) and cell[1:].startswith((*_FORMULA_STARTS, _MARK))
    return cell[1:] if marked else cell


def corrected_upload(headers: Sequence[str], columns: Sequence[list[str]]) -> UUID | None:
    """The upload whose refused rows these are; None for any other file."""
    names = [normalised(header) for header in headers]
    if UPLOAD not in names or LINE not in names:
        return None
    for cell in columns[names.index(UPLOAD)]:
        try:
            return UUID(cell.strip())
        except ValueError:
            continue
    return None
