"""What do payers take back beside the claims, for which reasons, and how much of it?"""

import msgspec
from sqlalchemy import BigInteger, Text, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from upstream.projections.money import dollars
from upstream.projections.remittances.list_remittances import (
    NEEDS,
    RemittanceFilter,
    conditions,
    counting,
)
from upstream.projections.remittances.tables import remittances as r
from upstream.projections.view import View

__all__ = ["NEEDS", "AdjustmentTotal", "AdjustmentTotals", "provider_adjustments"]


class AdjustmentTotal(msgspec.Struct, frozen=True, kw_only=True):
    """All adjustments of one payer for one reason (PLB03-1). `taken` reduced payments, `given`
    raised them; `net` = taken - given.
    """

    payer: str
    reason: str
    entries: int
    payments: int
    taken: str
    given: str
    net: str


class AdjustmentTotals(msgspec.Struct, frozen=True, kw_only=True):
    """The largest net amount first, with the sums over all of them."""

    items: list[AdjustmentTotal]
    taken: str
    given: str
    net: str


def provider_adjustments(view: View, wanted: RemittanceFilter) -> AdjustmentTotals:
    """The ledger of take-backs at the view's position, totalled by payer and reason."""
    one = func.jsonb_array_elements(r.c.adjustments).table_valued("value", joins_implicitly=True)
    reason = one.c.value.cast(JSONB)["reason"].astext
    cents = cast(cast(one.c.value.cast(JSONB)["cents"].astext, Text), BigInteger)
    statement = (
        select(
            r.c.payer,
            reason.label("reason"),
            func.count().label("entries"),
            func.count(r.c.remittance_id.distinct()).label("payments"),
            func.coalesce(func.sum(cents).filter(cents > 0), 0).label("taken"),
            func.coalesce(func.sum(-cents).filter(cents < 0), 0).label("given"),
        )
        .where(counting(view), *conditions(wanted))
        .group_by(r.c.payer, reason)
    )
    rows = view.connection.execute(statement).all()
    rows = sorted(rows, key=lambda row: (row.given - row.taken, row.payer, row.reason))
    taken, given = sum(int(row.taken) for row in rows), sum(int(row.given) for row in rows)
    return AdjustmentTotals(
        items=[
            AdjustmentTotal(
                payer=row.payer,
                reason=row.reason,
                entries=row.entries,
                payments=row.payments,
                taken=dollars(int(row.taken)),
                given=dollars(int(row.given)),
                net=dollars(int(row.taken - row.given)),
            )
            for row in rows
        ],
        taken=dollars(taken),
        given=dollars(given),
        net=dollars(taken - given),
    )
