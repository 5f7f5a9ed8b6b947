"""The worklist as a file that a spreadsheet opens without harm."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from upstream.projections.worklist.worklist import WorklistRow

COLUMNS: Final = (*WorklistRow.__struct_fields__, "assignee_name")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def worklist_csv(rows: Iterable[WorklistRow], names: Mapping[UUID, str]) -> str:
    """In the order given. Text that a spreadsheet would take for a formula is quoted."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for row in rows:
        values = [getattr(row, name) for name in COLUMNS[:-1]]
        name = names.get(row.assignee) if row.assignee else None
        lines.writerow([_cell(value) for value in (*values, name)])
    return written.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
