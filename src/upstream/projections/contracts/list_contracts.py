"""Which contracts are there, and which rates did one have on a day?"""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import RowMapping, Select, and_, func, or_, select, tuple_

from upstream.domain.contracts.refusals import ContractUnknown
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.contracts.tables import contract_rates as r
from upstream.projections.contracts.tables import contract_schedules as s
from upstream.projections.contracts.tables import contracts as k
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.mappings.payer_names import payers
from upstream.projections.money import dollars
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (contracts, mappings)


class ScheduleRow(msgspec.Struct, frozen=True, kw_only=True):
    """Rates for services of `[from, to)`; no `to`: until further notice."""

    schedule: int
    begins: date = msgspec.field(name="from")
    ends: date | None = msgspec.field(name="to")
    rates: int
    source: str | None


class ContractRow(msgspec.Struct, frozen=True, kw_only=True):
    """`payer` is what the name it was entered under means then."""

    id: UUID
    payer: str
    entered_as: str
    name: str
    lesser_of_charges: bool
    schedules: list[ScheduleRow]
    version: int


class RateRow(msgspec.Struct, frozen=True, kw_only=True):
    """An amount per unit, or a share of the charge. None means any modifier, any place."""

    cpt: str
    modifier: str | None
    place_of_service: str | None
    amount: str | None
    percent_of_charge: float | None
    schedule: int


class RatePage(msgspec.Struct, frozen=True, kw_only=True):
    """In the order of their codes; `next` goes back in as `after`."""

    items: list[RateRow]
    next: tuple[str, str, str] | None


def list_contracts(view: View) -> list[ContractRow]:
    """By payer."""
    names = payers(view)
    rows = view.connection.execute(select(k).where(standing(k, view))).mappings().all()
    schedules = _schedules(view)
    found = [_row(row, names.of(row["payer"]), schedules) for row in rows]
    return sorted(found, key=lambda contract: (contract.payer, str(contract.id)))


def contract(view: View, contract_id: UUID) -> ContractRow:
    """Raises `ContractUnknown`."""
    statement = select(k).where(standing(k, view), k.c.contract_id == contract_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise ContractUnknown("there is no such contract at that moment")
    return _row(row, payers(view).of(row["payer"]), _schedules(view, contract_id))


def contract_rates(
    view: View,
    contract_id: UUID,
    *,
    on: date,
    search: str | None = None,
    limit: int = 50,
    after: tuple[str, str, str] | None = None,
) -> RatePage:
    """The rates in force for a service of the day `on`. Raises `ContractUnknown`.

    `search` is the beginning of a code.
    """
    contract(view, contract_id)
    statement = _in_force(view, contract_id, on)
    if search:
        statement = statement.where(r.c.cpt.startswith(search.strip().upper(), autoescape=True))
    if after:
        key = tuple_(r.c.cpt, r.c.modifier, r.c.place_of_service)
        statement = statement.where(key > after)
    statement = statement.order_by(r.c.cpt, r.c.modifier, r.c.place_of_service).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    last = rows[limit - 1] if len(rows) > limit else None
    return RatePage(
        items=[_rate(row) for row in rows[:limit]],
        next=(last["cpt"], last["modifier"], last["place_of_service"]) if last else None,
    )


def today_shown(view: View, time_zone: str) -> date:
    """The day it is, or was at the moment shown."""
    return (view.recorded_at() or datetime.now(UTC)).astimezone(ZoneInfo(time_zone)).date()


def _in_force(view: View, contract_id: UUID, on: date) -> Select[tuple[object, ...]]:
    schedule = and_(
        s.c.customer_id == r.c.customer_id,
        s.c.contract_id == r.c.contract_id,
        s.c.schedule == r.c.schedule,
    )
    return (
        select(r)
        .join(s, schedule)
        .where(
            standing(r, view),
            standing(s, view),
            s.c.is_withdrawn.is_(False),
            r.c.contract_id == contract_id,
            s.c.from_on <= on,
            or_(s.c.to_on.is_(None), s.c.to_on > on),
        )
    )


def _schedules(view: View, contract_id: UUID | None = None) -> dict[UUID, list[ScheduleRow]]:
    """The latest first."""
    counted = (
        select(func.count())
        .where(standing(r, view), r.c.contract_id == s.c.contract_id, r.c.schedule == s.c.schedule)
        .scalar_subquery()
    )
    statement = select(s, counted.label("counted")).where(
        standing(s, view), s.c.is_withdrawn.is_(False)
    )
    if contract_id is not None:
        statement = statement.where(s.c.contract_id == contract_id)
    found: dict[UUID, list[ScheduleRow]] = {}
    ordered = statement.order_by(s.c.from_on.desc(), s.c.schedule)
    for row in view.connection.execute(ordered).mappings():
        schedule = ScheduleRow(
            schedule=row["schedule"],
            begins=row["from_on"],
            ends=row["to_on"],
            rates=row["counted"],
            source=row["source"],
        )
        found.setdefault(row["contract_id"], []).append(schedule)
    return found


def _row(row: RowMapping, payer: str, schedules: dict[UUID, list[ScheduleRow]]) -> ContractRow:
    return ContractRow(
        id=row["contract_id"],
        payer=payer,
        entered_as=row["payer"],
        name=row["name"],
        lesser_of_charges=row["lesser_of_charges"],
        schedules=schedules.get(row["contract_id"], []),
        version=row["version"],
    )


def _rate(row: RowMapping) -> RateRow:
    percent = row["percent_bps"]
    return RateRow(
        cpt=row["cpt"],
        modifier=row["modifier"] or None,
        place_of_service=row["place_of_service"] or None,
        amount=dollars(row["amount_cents"]),
        percent_of_charge=None if percent is None else percent / 10_000,
        schedule=row["schedule"],
    )
