"""Which rows of a file were not recorded, why, and what can be done about it?"""

import csv
import io
from collections.abc import Iterator
from uuid import UUID

import msgspec
from sqlalchemy import func, select, true, type_coerce
from sqlalchemy.dialects.postgresql import JSONB

from upstream.domain.claims.faults import Fault
from upstream.projections.uploads.list_uploads import upload
from upstream.projections.uploads.tables import upload_rejected_rows as r
from upstream.projections.view import View

CSV_COLUMNS = ("line", "column", "code", "reason")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """`column` is None where the row as a whole is at fault."""

    column: str | None
    code: str
    reason: str


class RejectedRow(msgspec.Struct, frozen=True, kw_only=True):
    """The physical line, from 1, and everything that is wrong with its row; never what it said.

    In an X12 file the line is the number of the claim's first segment (CLP, CLM, TRN).
    `column`, `code` and `reason` are those of the first fault.
    """

    line: int
    column: str | None
    code: str
    reason: str
    faults: list[Reason]


class RejectedRowsPage(msgspec.Struct, frozen=True, kw_only=True):
    """In the order of the file; `next` is the line to go on after."""

    items: list[RejectedRow]
    next: int | None


def rejected_rows(
    view: View, upload_id: UUID, *, limit: int = 50, after: int = 0
) -> RejectedRowsPage:
    """As known at the view's position. Raises `UploadUnknown`."""
    upload(view, upload_id)
    statement = (
        select(r.c.line, r.c.faults)
        .where(
            r.c.customer_id == view.customer_id,
            r.c.upload_id == upload_id,
            r.c.position <= view.position,
            r.c.line > after,
        )
        .order_by(r.c.line)
        .limit(limit + 1)
    )
    rows = view.connection.execute(statement).all()
    items = [_row(line, faults) for line, faults in rows[:limit]]
    return RejectedRowsPage(items=items, next=items[-1].line if len(rows) > limit else None)


def reasons_counted(view: View, upload_id: UUID, *, limit: int) -> list[tuple[Fault, int]]:
    """The reasons most rows were rejected for, each with how many rows; a row may have several."""
    faults = func.jsonb_array_elements(r.c.faults).table_valued("value").alias("fault")
    reason = type_coerce(faults.c.value, JSONB)
    statement = (
        select(reason, func.count())
        .select_from(r.join(faults, true()))
        .where(
            r.c.customer_id == view.customer_id,
            r.c.upload_id == upload_id,
            r.c.position <= view.position,
        )
        .group_by(reason)
        .order_by(func.count().desc(), reason)
        .limit(limit)
    )
    found = view.connection.execute(statement).all()
    return [(msgspec.convert(fault, Fault), rows) for fault, rows in found]


def rejected_rows_csv(view: View, upload_id: UUID) -> Iterator[str]:
    """The whole list as the lines of a CSV file, one per row; read as it is sent."""
    yield _line(CSV_COLUMNS)
    after: int | None = 0
    while after is not None:
        page = rejected_rows(view, upload_id, limit=5_000, after=after)
        for row in page.items:
            columns = " | ".join(fault.column or "row" for fault in row.faults)
            codes = " | ".join(fault.code for fault in row.faults)
            yield _line((row.line, columns, codes, " ".join(fault.reason for fault in row.faults)))
        after = page.next


def _row(line: int, faults: list[dict[str, str | None]]) -> RejectedRow:
    known = msgspec.convert(faults, list[Fault])
    reasons = [Reason(column=one.column, code=one.code, reason=one.advice) for one in known]
    first = reasons[0]
    return RejectedRow(
        line=line, column=first.column, code=first.code, reason=first.reason, faults=reasons
    )


def _line(cells: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(map(formula_safe, cells))
    return text.getvalue()


def formula_safe(cell: object) -> str:
    """Text that a spreadsheet would take for a formula gets a quotation mark in front."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
