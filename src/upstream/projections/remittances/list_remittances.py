"""Which payments were announced, and what was taken back of each?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, or_, select, tuple_

from upstream.domain.remittances.refusals import RemittanceUnknown
from upstream.projections.money import dollars
from upstream.projections.remittances.remittance_versions import remittances as versions
from upstream.projections.remittances.tables import remittances as r
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (versions,)


class ProviderAdjustmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """Money beside the claims (PLB). A positive amount takes away from the payment."""

    reason: str
    amount: str
    reference: str | None
    fiscal_on: date | None


class RemittanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One payment as it stood. paid = claims_paid - taken_back + difference; the difference is
    0.00 where the remittance balances.
    """

    id: UUID
    payer: str
    payer_id: str | None
    payee: str | None
    trace: str | None
    method: str
    paid: str
    paid_on: date | None
    produced_on: date | None
    dated_on: date
    """The day of payment, or the day it was announced where there is none."""
    claims_count: int
    claims_paid: str
    taken_back: str
    difference: str
    upload_id: UUID
    version: int


class RemittanceDetail(RemittanceRow, frozen=True, kw_only=True):
    """With what was kept back, one by one, and how well it adds up inside."""

    payee_id: str | None
    line: int
    """The number of the segment in the file with which it begins."""
    lines_count: int
    claims_off_balance: int
    lines_off_balance: int
    provider_adjustments: list[ProviderAdjustmentRow]
    recorded_at: datetime


class RemittanceFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. `search` is a trace number."""

    payer: str | None = None
    search: str | None = None
    upload_id: UUID | None = None
    paid_from: date | None = None
    """Inclusive, by `dated_on`."""
    paid_to: date | None = None
    """Exclusive."""
    unbalanced: bool | None = None
    with_take_backs: bool | None = None


class RemittancePage(msgspec.Struct, frozen=True, kw_only=True):
    """The latest first; `next` goes back in as `after`."""

    items: list[RemittanceRow]
    next: tuple[str, str] | None


def list_remittances(
    view: View, wanted: RemittanceFilter, *, limit: int = 50, after: tuple[str, str] | None = None
) -> RemittancePage:
    """One page of the payments as they stood at the view's position."""
    statement = select(r).where(counting(view), *conditions(wanted))
    if after is not None:
        last = (date.fromisoformat(after[0]), UUID(after[1]))
        statement = statement.where(tuple_(r.c.dated_on, r.c.remittance_id) < last)
    statement = statement.order_by(r.c.dated_on.desc(), r.c.remittance_id.desc()).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    more = rows[limit - 1] if len(rows) > limit else None
    return RemittancePage(
        items=[RemittanceRow(**_same(row, RemittanceRow)) for row in rows[:limit]],
        next=(more["dated_on"].isoformat(), str(more["remittance_id"])) if more else None,
    )


def remittance(view: View, remittance_id: UUID) -> RemittanceDetail:
    """As it stood at the view's position. Raises `RemittanceUnknown`."""
    statement = select(r).where(counting(view), r.c.remittance_id == remittance_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise RemittanceUnknown("there is no such payment at that moment")
    adjustments = [
        ProviderAdjustmentRow(
            reason=one["reason"],
            amount=dollars(one["cents"]),
            reference=one["reference"],
            fiscal_on=date.fromisoformat(one["fiscal_on"]) if one["fiscal_on"] else None,
        )
        for one in row["adjustments"]
    ]
    return RemittanceDetail(provider_adjustments=adjustments, **_same(row, RemittanceDetail))


def payers_of(view: View) -> list[str]:
    """Everybody a payment is known of, by name."""
    statement = select(r.c.payer).where(counting(view)).distinct().order_by(r.c.payer)
    return list(view.connection.execute(statement).scalars())


def counting(view: View) -> ColumnElement[bool]:
    """The payments that some upload still tells of."""
    return standing(r, view) & r.c.withdrawn.is_(False)


def conditions(wanted: RemittanceFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.payer is not None:
        found.append(r.c.payer == wanted.payer)
    if wanted.search:
        found.append(or_(r.c.trace == wanted.search, r.c.payer_id == wanted.search))
    if wanted.upload_id is not None:
        found.append(r.c.upload_id == wanted.upload_id)
    if wanted.paid_from is not None:
        found.append(r.c.dated_on >= wanted.paid_from)
    if wanted.paid_to is not None:
        found.append(r.c.dated_on < wanted.paid_to)
    if wanted.unbalanced is not None:
        found.append((r.c.difference_cents != 0) == wanted.unbalanced)
    if wanted.with_take_backs is not None:
        found.append((r.c.adjustments != []) == wanted.with_take_backs)
    return found


_AMOUNTS = {
    "paid": "paid_cents",
    "claims_paid": "claims_paid_cents",
    "taken_back": "taken_back_cents",
    "difference": "difference_cents",
}


def _same(row: RowMapping, kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of `kind` that are columns, amounts as dollars."""
    same = set(kind.__struct_fields__) & set(row)
    amounts = {name: dollars(row[column]) for name, column in _AMOUNTS.items()}
    return {"id": row["remittance_id"], **amounts, **{name: row[name] for name in same}}
