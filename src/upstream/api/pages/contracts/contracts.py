"""The page of contracts: all of them, what is owed below them, a new one with its rates."""

from litestar import get, post
from litestar.concurrency import sync_to_thread

from upstream.api.access import allowed
from upstream.api.pages.contracts.contract_figures import money, owed_shown, period
from upstream.api.pages.contracts.contracts_view import ContractLine, ContractsPage
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment, see_other
from upstream.api.pages.frame.travel import NOW, Travel, TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.ranges import days_asked
from upstream.api.rates_form import RatesReceived, receive_rates
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.contracts.keeping import enter_contract, load_rates
from upstream.domain.contracts.events import Terms
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import Answer
from upstream.projections.contracts.list_contracts import ContractRow, list_contracts
from upstream.projections.contracts.underpayments import (
    NEEDS,
    UnderpaymentFilter,
    Underpayments,
    underpayments,
)

LOAD = "contracts.load_rates"


@get("/contracts", opt=allowed("contracts:read"), sync_to_thread=True)
def contracts_page(visit: VisitGiven, travel: TravelGiven) -> Shown:
    return _show(visit, travel)


@post("/contracts", opt=allowed("contracts:write"), status_code=200, request_max_body_size=None)
async def enter(visit: VisitGiven) -> Shown:
    """A contract with its first rates, or with none yet."""
    try:
        form = await receive_rates(visit.request, visit.customer_id)
        answer = await sync_to_thread(_enter, visit, form)
    except Refusal as refusal:
        return await sync_to_thread(_show, visit, NOW, refusal)
    here = visit.path("contracts", answer.id)
    return see_other(address(here, {"min_position": answer.position}))


def _enter(visit: Visit, form: RatesReceived) -> Answer:
    """Rates that cannot be used are refused before anything is entered."""
    log = visit.parts.log
    payer = form.fields.get("payer", "")
    command = form.command() if form.content else None
    terms = Terms(
        name=form.fields.get("name", ""), lesser_of_charges="lesser_of_charges" in form.fields
    )
    context = context_of(visit.request, visit.caller, visit.place, command="contracts.enter")
    answer = enter_contract(log, context, payer=payer, terms=terms)
    if command is None:
        return answer
    loading = context_of(visit.request, visit.caller, visit.place, command=LOAD)
    return load_rates(log, loading, answer.id, command)


def _show(visit: Visit, travel: Travel, refusal: Refusal | None = None) -> Shown:
    path = visit.path("contracts")
    with looking(visit, travel, NEEDS, path=path) as (view, moment):
        days = days_asked(view, visit.zone, None, None)
        wanted = UnderpaymentFilter(since=days.since, until=days.until)
        found, listed = underpayments(view, wanted), list_contracts(view)
    page = ContractsPage(
        contracts=tuple(_line(one, found, path, moment) for one in listed),
        owed=owed_shown(found, moment, visit.api_path("underpayments", "lines")),
        enter_action=path if visit.may("contracts:write") else None,
        problem=sentence(refusal.detail) if refusal else None,
    )
    status = STATUS[refusal.code] if refusal else 200
    sheet = Sheet("contracts", "Contracts", "contracts", page)
    return at_moment(visit, travel, moment, sheet, status=status)


def _line(
    contract: ContractRow, found: Underpayments, path: str, moment: MomentShown
) -> ContractLine:
    owed = sum(
        int(cell.owed.replace(".", "")) for cell in found.cells if cell.payer == contract.payer
    )
    latest = contract.schedules[0] if contract.schedules else None
    return ContractLine(
        payer=contract.payer,
        href=address(f"{path}/{contract.id}", {"as_of": moment.as_of}),
        name=contract.name,
        period=period(latest) if latest else "No rates yet",
        rates=latest.rates if latest else 0,
        owed=money(f"{owed // 100}.{owed % 100:02d}"),
    )
