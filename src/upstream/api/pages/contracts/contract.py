"""One contract: its schedules, its rates of a day, what is owed below it, a new schedule."""

from typing import Final
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.pages.contracts.contract_figures import (
    facts_of,
    lines_owed,
    owed_shown,
    rate_line,
    schedule_line,
)
from upstream.api.pages.contracts.contracts import LOAD
from upstream.api.pages.contracts.contracts_view import ContractPage
from upstream.api.pages.frame.asked_on_pages import day_of
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment, see_other
from upstream.api.pages.frame.travel import NOW, Text, Travel, TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.ranges import days_asked
from upstream.api.rates_form import receive_rates
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.contracts.keeping import load_rates, withdraw_schedule
from upstream.domain.contracts.refusals import ContractUnknown
from upstream.domain.messages import Refusal
from upstream.projections.contracts.list_contracts import (
    ContractRow,
    contract,
    contract_rates,
    today_shown,
)
from upstream.projections.contracts.underpaid_lines import underpaid_lines
from upstream.projections.contracts.underpayments import (
    NEEDS,
    UnderpaymentFilter,
    underpayments,
)
from upstream.projections.view import View

RATES_SHOWN: Final = 50
LINES_SHOWN: Final = 50


class RatesForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which rates are shown: of a day of service, with codes that begin so."""

    on: Text = None
    search: Text = None
    after: Text = None


class ScheduleForm(msgspec.Struct, frozen=True, kw_only=True):
    schedule: int


@get(
    "/contracts/{contract_id:uuid}",
    opt=allowed("contracts:read"),
    dependencies={"form": Provide(RatesForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def contract_page(
    contract_id: FromPath[UUID],
    visit: VisitGiven,
    travel: TravelGiven,
    form: NamedDependency[SkipValidation[RatesForm]],
) -> Shown:
    return _show(visit, travel, contract_id, form)


@post(
    "/contracts/{contract_id:uuid}/rates",
    opt=allowed("contracts:write"),
    status_code=200,
    request_max_body_size=None,
)
async def load(contract_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    context = context_of(visit.request, visit.caller, visit.place, command=LOAD)
    try:
        form = await receive_rates(visit.request, visit.customer_id)
        command = await sync_to_thread(form.command)
        answer = await sync_to_thread(load_rates, visit.parts.log, context, contract_id, command)
    except ContractUnknown:
        raise
    except Refusal as refusal:
        return await sync_to_thread(_show, visit, NOW, contract_id, RatesForm(), refusal)
    here = visit.path("contracts", contract_id)
    return see_other(address(here, {"min_position": answer.position}))


@post(
    "/contracts/{contract_id:uuid}/withdraw",
    opt=allowed("contracts:write"),
    status_code=200,
    sync_to_thread=True,
)
def withdraw(
    contract_id: FromPath[UUID], data: URLEncodedBody[ScheduleForm], visit: VisitGiven
) -> Shown:
    command = "contracts.withdraw_schedule"
    context = context_of(visit.request, visit.caller, visit.place, command=command)
    answer = withdraw_schedule(visit.parts.log, context, contract_id, data.schedule)
    here = visit.path("contracts", contract_id)
    return see_other(address(here, {"min_position": answer.position}))


def _show(
    visit: Visit,
    travel: Travel,
    contract_id: UUID,
    form: RatesForm,
    refusal: Refusal | None = None,
) -> Shown:
    path = visit.path("contracts", contract_id)
    kept = {"on": form.on, "search": form.search}
    with looking(visit, travel, NEEDS, path=path, kept=kept) as (view, moment):
        page = _page(visit, view, moment, contract_id, form)
    page = msgspec.structs.replace(page, problem=sentence(refusal.detail) if refusal else None)
    status = STATUS[refusal.code] if refusal else 200
    sheet = Sheet("contracts", page.title, "contract", page)
    return at_moment(visit, travel, moment, sheet, status=status)


def _page(
    visit: Visit, view: View, moment: MomentShown, contract_id: UUID, form: RatesForm
) -> ContractPage:
    """One that came later than the moment shown is said to be unknown yet; none at all, 404."""
    list_href = address(visit.path("contracts"), {"as_of": moment.as_of})
    on = day_of(form.on) or today_shown(view, visit.zone)
    empty = ContractPage(
        title="Contract", known=False, list_href=list_href, on=on, search=form.search or ""
    )
    try:
        found = contract(view, contract_id)
    except ContractUnknown:
        if moment.is_now:
            raise
        return empty
    return _known(visit, view, moment, found, form, empty)


def _known(
    visit: Visit,
    view: View,
    moment: MomentShown,
    found: ContractRow,
    form: RatesForm,
    empty: ContractPage,
) -> ContractPage:
    days = days_asked(view, visit.zone, None, None)
    wanted = UnderpaymentFilter(since=days.since, until=days.until, contract_id=found.id)
    rates = contract_rates(
        view,
        found.id,
        on=empty.on,
        search=form.search,
        limit=RATES_SHOWN,
        after=_place(form.after),
    )
    here: dict[str, str | int | None] = {"as_of": moment.as_of, **moment.kept}
    following = "~".join(rates.next) if rates.next else None
    writes = visit.may("contracts:write") and moment.is_now
    path = moment.path
    files = visit.api_path("underpayments", "lines")
    total = underpayments(view, wanted)
    return msgspec.structs.replace(
        empty,
        title=f"Contract with {found.payer}",
        known=True,
        facts=facts_of(found),
        schedules=tuple(map(schedule_line, found.schedules)),
        rates=tuple(map(rate_line, rates.items)),
        rates_next_href=address(path, {**here, "after": following}) if following else None,
        owed=owed_shown(total, moment, files, contract_id=str(found.id)),
        lines=lines_owed(
            underpaid_lines(view, wanted, limit=LINES_SHOWN).items, visit.path("claims"), moment
        ),
        load_action=f"{path}/rates" if writes else None,
        withdraw_action=f"{path}/withdraw" if writes else None,
        audit_href=visit.path("audit", "contract", found.id) if visit.may("audit:read") else None,
    )


def _place(after: str | None) -> tuple[str, str, str] | None:
    match (after or "").split("~"):
        case [cpt, modifier, place] if cpt:
            return cpt, modifier, place
        case _:
            return None
