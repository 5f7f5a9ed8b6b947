"""What a row of a file tells of, a claim or one service line of it: said, or asked for."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from upstream.domain.claims.cells import said as told
from upstream.domain.claims.columns import ColumnName
from upstream.domain.claims.layout import Grain, Layout
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.options import GRAIN, said

ROWS_SHARED_MIN: Final = 20
"""One row in so many belonging to a claim of several codes makes it a question: a claim number
that came twice by mistake, or a claim that was corrected, does not.
"""
_SAME_CLAIM: tuple[ColumnName, ...] = ("claim_id", "payer", "submitted_date")


def grain_of(
    layout: Layout, columns: Sequence[Sequence[str]], chosen: tuple[Choice, ...]
) -> Grain | FileProblem:
    """`columns` are the cells of the first rows. Without claim numbers a row is a claim."""
    match said(chosen, GRAIN):
        case "line":
            return "line"
        case "claim":
            return "claim"
        case _:
            return _ask() if _looks_like_lines(layout, columns) else "claim"


def _looks_like_lines(layout: Layout, columns: Sequence[Sequence[str]]) -> bool:
    if not layout.indexes("claim_id"):
        return False
    places = [layout.indexes(name)[0] for name in (*_SAME_CLAIM, "cpt")]
    codes: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    rows: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for number, *same, code in zip(*(columns[place] for place in places), strict=True):
        if told(number):
            key = (number.strip(), *(cell.strip().casefold() for cell in same))
            codes[key].add(code.strip())
            rows[key] += 1
    shared = sum(rows[key] for key, several in codes.items() if len(several) > 1)
    return shared * ROWS_SHARED_MIN > sum(rows.values())


def _ask() -> FileProblem:
    detail = (
        "One claim number stands on several rows with different procedure codes. Say grain: line"
        " where each row is one service line of a claim, claim where each row is a whole claim."
    )
    return FileProblem(
        code="upload.mapping_needed",
        detail=detail,
        asks=(GRAIN,),
        suggested=(Choice(GRAIN, "line"),),
    )
