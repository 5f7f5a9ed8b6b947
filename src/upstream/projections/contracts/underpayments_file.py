"""The underpaid lines as a file, whole: what a demand letter is written from."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from upstream.projections.contracts.underpaid_lines import UnderpaidLine, Verdict, every_line
from upstream.projections.contracts.underpayments import UnderpaymentFilter
from upstream.projections.view import View

COLUMNS: Final = UnderpaidLine.__struct_fields__
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def underpayments_csv(
    view: View, wanted: UnderpaymentFilter, *, verdicts: Sequence[Verdict]
) -> str:
    """Most owed first. Text that a spreadsheet would take for a formula is quoted."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for line in every_line(view, wanted, verdicts=verdicts):
        lines.writerow([_cell(getattr(line, name)) for name in COLUMNS])
    return written.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
