"""Which paid lines lie below their contracts, most owed first?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from upstream.infrastructure.database import cursor
from upstream.projections.contracts.comparing import NEEDS, comparisons
from upstream.projections.contracts.underpayments import UnderpaymentFilter, asked_of, rows_of
from upstream.projections.money import dollars
from upstream.projections.view import View

__all__ = ["NEEDS", "UnderpaidLine", "UnderpaidPage", "Verdict", "every_line", "underpaid_lines"]

Verdict = Literal["underpaid", "recoded"]

_AT_ONCE: Final = 10_000

_PAGE: Final = """
SELECT * FROM comparisons
 WHERE verdict = ANY(%(verdicts)s) AND (%(cpt)s::text IS NULL OR cpt = %(cpt)s)
   AND (%(after_owed)s::bigint IS NULL OR (-owed_cents, claim_id, line)
     > (-%(after_owed)s::bigint, %(after_id)s::uuid, %(after_line)s::bigint))
 ORDER BY owed_cents DESC, claim_id, line LIMIT %(limit)s
"""


class UnderpaidLine(msgspec.Struct, frozen=True, kw_only=True):
    """One paid line below its contract; `id` is the claim's."""

    id: UUID
    claim_ref: str | None
    line: int
    verdict: Verdict
    payer: str
    cpt: str
    paid_as: str | None
    modifiers: list[str]
    place_of_service: str | None
    units: int
    service_on: date
    decided_on: date
    billed: str | None
    contracted: str
    allowed: str
    owed: str
    contract_id: UUID


class UnderpaidPage(msgspec.Struct, frozen=True, kw_only=True):
    """Most owed first; `next` goes back in as `after`."""

    items: list[UnderpaidLine]
    next: tuple[int, str, int] | None


def underpaid_lines(
    view: View,
    wanted: UnderpaymentFilter,
    *,
    verdicts: Sequence[Verdict] = ("underpaid", "recoded"),
    limit: int = 50,
    after: tuple[int, str, int] | None = None,
) -> UnderpaidPage:
    """The lines behind the totals."""
    asked = {
        "verdicts": list(verdicts),
        "cpt": wanted.cpt,
        "limit": limit + 1,
        "after_owed": after and after[0],
        "after_id": after and UUID(after[1]),
        "after_line": after and after[2],
    }
    statement, bind = comparisons(view, {**asked_of(wanted), **asked})
    rows = rows_of(view, statement + _PAGE, bind)
    last = rows[limit - 1] if len(rows) > limit else None
    return UnderpaidPage(
        items=[_line(row) for row in rows[:limit]],
        next=(last["owed_cents"], str(last["claim_id"]), last["line"]) if last else None,
    )


def every_line(
    view: View, wanted: UnderpaymentFilter, *, verdicts: Sequence[Verdict]
) -> Iterator[UnderpaidLine]:
    """In the same order, compared once and handed out as they are asked for."""
    asked = {"verdicts": list(verdicts), "cpt": wanted.cpt, "limit": None}
    nowhere = {"after_owed": None, "after_id": None, "after_line": None}
    statement, bind = comparisons(view, {**asked_of(wanted), **asked, **nowhere})
    with cursor(view.connection).connection.cursor("underpaid_lines") as reading:
        reading.itersize = _AT_ONCE
        reading.execute((statement + _PAGE).encode(), bind)
        names = [column.name for column in reading.description or ()]
        for row in reading:
            yield _line(dict(zip(names, row, strict=True)))


def _line(row: dict[str, Any]) -> UnderpaidLine:
    return UnderpaidLine(
        id=row["claim_id"],
        claim_ref=row["claim_ref"],
        line=row["line"],
        verdict=row["verdict"],
        payer=row["payer"],
        cpt=row["cpt"],
        paid_as=row["paid_as"],
        modifiers=row["modifiers"],
        place_of_service=row["place_of_service"] or None,
        units=row["units"],
        service_on=row["service_on"],
        decided_on=row["decided_on"],
        billed=dollars(row["billed_cents"]),
        contracted=dollars(row["contracted_cents"]),
        allowed=dollars(row["allowed_cents"]),
        owed=dollars(row["owed_cents"]),
        contract_id=row["contract_id"],
    )
