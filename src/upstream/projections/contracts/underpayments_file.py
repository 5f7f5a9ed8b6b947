"""The underpaid lines as a file, whole: what a demand letter is written from."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from upstream.projections.contracts.underpaid_lines import UnderpaidLine, Verdict, underpaid_lines
from upstream.projections.contracts.underpayments import UnderpaymentFilter
from upstream.projections.view import View

COLUMNS: Final = UnderpaidLine.__struct_fields__
_A_PAGE: Final = 20_000
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def underpayments_csv(
    view: View, wanted: UnderpaymentFilter, *, verdicts: Sequence[Verdict]
) -> str:
    """Most owed first. Text that a spreadsheet would take for a formula is quoted."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for line in _all(view, wanted, verdicts):
        lines.writerow([_cell(getattr(line, name)) for name in COLUMNS])
    return written.getvalue()


def _all(
    view: View, wanted: UnderpaymentFilter, verdicts: Sequence[Verdict]
) -> Iterator[UnderpaidLine]:
    after = None
    while True:
        page = underpaid_lines(view, wanted, verdicts=verdicts, limit=_A_PAGE, after=after)
        yield from page.items
        after = page.next
        if after is None:
            return


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
