"""The claims behind a finding as a file, whole, as the run that saw it knew them."""

import csv
import io
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from upstream.projections.drift.evidence import evidence
from upstream.projections.drift.evidence_documents import EvidenceClaim
from upstream.projections.view import View

COLUMNS: Final = EvidenceClaim.__struct_fields__
_A_PAGE: Final = 5_000
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def evidence_csv(view: View, finding_id: UUID) -> str:
    """The heaviest claim first. Text that a spreadsheet would take for a formula is quoted.

    Raises `FindingUnknown`.
    """
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for claim in _all(view, finding_id):
        lines.writerow([_cell(getattr(claim, name)) for name in COLUMNS])
    return written.getvalue()


def _all(view: View, finding_id: UUID) -> Iterator[EvidenceClaim]:
    after = None
    while True:
        page = evidence(view, finding_id, limit=_A_PAGE, after=after)
        yield from page.items
        after = page.next
        if after is None:
            return


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
