"""Which payers allowed less than their contracts say, for what, and what do they owe?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from upstream.domain.contracts.shortfalls import (
    EXCUSES,
    EXCUSES_SAID,
    TOLERANCE_BPS,
    TOLERANCE_CENTS,
    Excuse,
)
from upstream.infrastructure.database import cursor
from upstream.projections.contracts.comparing import NEEDS, comparisons
from upstream.projections.money import dollars
from upstream.projections.view import View

__all__ = ["NEEDS", "UnderpaymentFilter", "Underpayments", "asked_of", "rows_of", "underpayments"]

_CELLS: Final = """
SELECT payer, CASE WHEN excuse IS NULL THEN cpt END AS cpt, excuse, count(*) AS lines,
       count(*) FILTER (WHERE verdict = 'underpaid') AS underpaid,
       count(DISTINCT claim_id) FILTER (WHERE verdict = 'underpaid') AS claims,
       coalesce(sum(contracted_cents) FILTER (WHERE verdict = 'underpaid'), 0)::bigint
         AS contracted,
       coalesce(sum(allowed_cents) FILTER (WHERE verdict = 'underpaid'), 0)::bigint AS allowed,
       coalesce(sum(owed_cents) FILTER (WHERE verdict = 'underpaid'), 0)::bigint AS owed,
       count(*) FILTER (WHERE verdict = 'recoded') AS recoded,
       coalesce(sum(owed_cents) FILTER (WHERE verdict = 'recoded'), 0)::bigint AS recoded_owed
  FROM comparisons GROUP BY 1, 2, 3
"""


class UnderpaymentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Decided in `[since, until)`. None means any."""

    since: date
    until: date
    payer: str | None = None
    cpt: str | None = None
    contract_id: UUID | None = None


class UnderpaidCell(msgspec.Struct, frozen=True, kw_only=True):
    """One payer and procedure. `contracted` and `allowed` are of the underpaid lines alone."""

    payer: str
    cpt: str
    lines_compared: int
    lines_underpaid: int
    claims_underpaid: int
    contracted: str
    allowed: str
    owed: str
    lines_recoded: int
    recoded_owed: str


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that lack money and are not compared, with the reason."""

    reason: Excuse
    said: str
    lines: int


class Tolerance(msgspec.Struct, frozen=True, kw_only=True):
    """A line is short where it lacks more than the larger of the two."""

    amount: str
    share: float


class Underpayments(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed is `contracted` less `allowed` of every underpaid line, summed.

    Recoded lines were paid as another procedure than the one billed, or at exactly the rate of a
    lower code of its family; what they lack of the billed code's rate is kept apart.
    """

    since: date
    until: date
    owed: str
    recoded_owed: str
    lines_compared: int
    lines_underpaid: int
    lines_recoded: int
    tolerance: Tolerance
    left_out: list[LeftOut]
    cells: list[UnderpaidCell]


def underpayments(view: View, wanted: UnderpaymentFilter) -> Underpayments:
    """Totals, and a cell for each payer and procedure with something owed, most owed first."""
    statement, bind = comparisons(view, asked_of(wanted))
    rows = rows_of(view, statement + _CELLS, bind)
    cells = [
        row
        for row in rows
        if row["excuse"] is None and (wanted.cpt is None or row["cpt"] == wanted.cpt)
    ]
    owing = [row for row in cells if row["owed"] or row["recoded_owed"]]
    owing.sort(key=lambda row: (-row["owed"], -row["recoded_owed"], row["payer"], row["cpt"]))
    return Underpayments(
        since=wanted.since,
        until=wanted.until,
        owed=dollars(_sum(cells, "owed")),
        recoded_owed=dollars(_sum(cells, "recoded_owed")),
        lines_compared=_sum(cells, "lines"),
        lines_underpaid=_sum(cells, "underpaid"),
        lines_recoded=_sum(cells, "recoded"),
        tolerance=Tolerance(amount=dollars(TOLERANCE_CENTS), share=TOLERANCE_BPS / 10_000),
        left_out=_left_out(rows),
        cells=[_cell(row) for row in owing],
    )


def asked_of(wanted: UnderpaymentFilter) -> dict[str, object]:
    return {
        "since": wanted.since,
        "until": wanted.until,
        "payer": wanted.payer,
        "contract_id": wanted.contract_id,
    }


def rows_of(view: View, statement: str, bind: dict[str, object]) -> list[dict[str, Any]]:
    found = cursor(view.connection).execute(statement.encode(), bind)
    names = [column.name for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _sum(rows: Sequence[dict[str, Any]], name: str) -> int:
    return sum(int(row[name]) for row in rows)


def _left_out(rows: Sequence[dict[str, Any]]) -> list[LeftOut]:
    found = [
        LeftOut(
            reason=reason,
            said=EXCUSES_SAID[reason],
            lines=_sum([row for row in rows if row["excuse"] == reason], "lines"),
        )
        for reason in EXCUSES
    ]
    return [one for one in found if one.lines]


def _cell(row: dict[str, Any]) -> UnderpaidCell:
    return UnderpaidCell(
        payer=row["payer"],
        cpt=row["cpt"],
        lines_compared=row["lines"],
        lines_underpaid=row["underpaid"],
        claims_underpaid=row["claims"],
        contracted=dollars(row["contracted"]),
        allowed=dollars(row["allowed"]),
        owed=dollars(row["owed"]),
        lines_recoded=row["recoded"],
        recoded_owed=dollars(row["recoded_owed"]),
    )
