"""Records of a file that are no claims: blank lines, the header once more, totals, trailers."""

import re
from collections.abc import Sequence

from upstream.domain.claims.cells import said
from upstream.domain.claims.layout import Layout

_TRAILER = re.compile(
    r"\W*(?:grand |sub[- ]?|report )?totals?\b.*"
    r"|\W*end of (?:report|file|data|list).*"
    r"|\W*(?:record|row|claim|line)s?(?: count)?\s*[:=].*"
    r"|page \d+.*"
    r"|\W*",
    re.IGNORECASE | re.DOTALL,
)
_TOTAL = re.compile(r"\W*(?:grand |report )?totals?\b", re.IGNORECASE)
_END_OF_FILE = "\x1a"


def is_no_claim(row: Sequence[str], layout: Layout) -> bool:
    """Asked only of rows with a fault: a claim is never mistaken for a total."""
    cells = [cell.strip(_END_OF_FILE) for cell in row]
    first = next(filter(None, map(said, cells)), None)
    if first is None:
        return True
    return _is_header(row, layout) or (_lacks_a_claim(cells, layout) and _is_trailer(first))


def is_totals_row(row: Sequence[str], layout: Layout) -> bool:
    """A row that adds others up: `Total`, `Grand total` … where a claim would say who pays."""
    cells = [cell.strip(_END_OF_FILE) for cell in row]
    first = next(filter(None, map(said, cells)), None)
    is_total = first is not None and _TOTAL.match(first) is not None
    return is_total and not _is_header(row, layout) and _lacks_a_claim(cells, layout)


def _is_trailer(text: str) -> bool:
    return _TRAILER.fullmatch(text) is not None


def _is_header(row: Sequence[str], layout: Layout) -> bool:
    return len(row) == layout.width and all(
        row[column.index].strip().casefold() == column.header.casefold()
        for column in layout.columns
    )


def _lacks_a_claim(cells: Sequence[str], layout: Layout) -> bool:
    indexes = layout.indexes("payer") + layout.indexes("submitted_date")
    return any(index >= len(cells) or said(cells[index]) is None for index in indexes)
