"""The worklist: open alerts by what working on them can bring in, at any moment."""

from collections.abc import Iterable
from typing import Annotated, Final, Literal, get_args
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.pages.alerts.alert_figures import STATES
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Filter, Option
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.signals import title_of
from upstream.api.pages.frame.travel import NOW, Text, Travel, TravelGiven, Whole, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.api.pages.worklist.worklist_figures import claim_line, worklist_line
from upstream.api.pages.worklist.worklist_view import WorklistClaimsPage, WorklistPage
from upstream.domain.drift.products import PRODUCTS
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import alert
from upstream.projections.identity.members import Member, members
from upstream.projections.moments import AtPosition
from upstream.projections.view import View
from upstream.projections.worklist.claims import claims_to_work
from upstream.projections.worklist.ordering import Order
from upstream.projections.worklist.today import today_at
from upstream.projections.worklist.worklist import (
    NEEDS,
    WorklistFilter,
    payers_open,
    worklist,
)

ROWS: Final = 50
_ORDERS: Final[dict[Order, str]] = {
    "expected": "Expected recovery",
    "due": "Due first",
    "dollars": "Dollars",
    "severity": "Severity",
}
_DUE: Final = {"7": "Within 7 days", "14": "Within 14 days", "30": "Within 30 days"}
_WHO: Final = {"me": "Me", "nobody": "Nobody"}
_DONE: Final = {"acknowledged": "Acknowledged.", "assigned": "Assigned."}


class WorklistForm(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the list; empty means any."""

    assignee: Text = None
    status: Annotated[Literal["open", "acknowledged", ""], QueryParameter()] = ""
    payer: Text = None
    product: Text = None
    due: Annotated[Literal["7", "14", "30", ""], QueryParameter()] = ""
    sort: Annotated[Order, QueryParameter()] = "expected"


FormGiven = NamedDependency[SkipValidation[WorklistForm]]


@get(
    "/worklist",
    opt=allowed("alerts:read"),
    dependencies={"form": Provide(WorklistForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def worklist_page(
    visit: VisitGiven, travel: TravelGiven, form: FormGiven, begin: Whole = None, done: Text = None
) -> Shown:
    return show_worklist(visit, travel, form, begin=begin or 0, done=_DONE.get(done or ""))


def show_worklist(
    visit: Visit,
    travel: Travel = NOW,
    form: WorklistForm | None = None,
    *,
    begin: int = 0,
    done: str | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Shown:
    form = form or WorklistForm()
    kept: dict[str, str | None] = msgspec.structs.asdict(form)
    with looking(visit, travel, NEEDS, path=visit.path("worklist"), kept=kept) as (view, moment):
        page = _page(visit, view, moment, form, begin)
    page = msgspec.structs.replace(page, done=done, problem=problem)
    sheet = Sheet("worklist", "Worklist", "worklist", page)
    return at_moment(visit, travel, moment, sheet, status=status)


def _page(
    visit: Visit, view: View, moment: MomentShown, form: WorklistForm, begin: int
) -> WorklistPage:
    people = members(visit.parts.database, visit.customer_id)
    names = {each.person_id: each.name for each in people}
    as_of = None if moment.is_now else AtPosition(moment.position)
    today = today_at(view, as_of, time_zone=visit.zone)
    wanted = _wanted(visit, form, names)
    rows = worklist(view, wanted, today=today, order=form.sort)
    end = begin + ROWS
    following = {"as_of": moment.as_of, **moment.kept, "begin": str(end)}
    api = f"/api/v1/customers/{visit.place.slug}/worklist/file"
    return WorklistPage(
        filters=_filters(form, people, payers_open(view)),
        lines=tuple(worklist_line(row, visit, moment.as_of, names) for row in rows[begin:end]),
        total=len(rows),
        action=visit.path("worklist"),
        may_work=visit.may("alerts:work") and moment.is_now,
        people=tuple(Option(value=str(each.person_id), label=each.name) for each in people),
        file_href=address(api, {"as_of": moment.as_of, "sort": form.sort}),
        clocks_href=visit.path("payer-clocks"),
        next_href=address(moment.path, following) if end < len(rows) else None,
    )


def _wanted(visit: Visit, form: WorklistForm, names: dict[UUID, str]) -> WorklistFilter:
    known = {str(person): person for person in names}
    assignee = visit.caller.person_id if form.assignee == "me" else known.get(form.assignee or "")
    return WorklistFilter(
        assignee=assignee,
        unassigned=form.assignee == "nobody",
        status=form.status or None,
        payer=form.payer or None,
        product=form.product or None,
        due_within=int(form.due) if form.due else None,
    )


def _filters(
    form: WorklistForm, people: Iterable[Member], payers: Iterable[str]
) -> tuple[Filter, ...]:
    who = [*_WHO.items(), *((str(each.person_id), each.name) for each in people)]
    products = [(one.product, one.product.capitalize()) for one in PRODUCTS]
    states = [(name, STATES[name]) for name in ("open", "acknowledged")]
    return (
        _filter("assignee", "Assigned to", who, form.assignee, "Anybody"),
        _filter("status", "State", states, form.status, "Any"),
        _filter("payer", "Payer", [(one, one) for one in sorted(payers)], form.payer, "Any"),
        _filter("product", "Product", products, form.product, "Any"),
        _filter("due", "Due", _DUE.items(), form.due, "Any time"),
        _filter("sort", "Order", [(one, _ORDERS[one]) for one in get_args(Order)], form.sort, None),
    )


def _filter(
    name: str,
    label: str,
    known: Iterable[tuple[str, str]],
    chosen: str | None,
    anything: str | None,
) -> Filter:
    every = [("", anything)] if anything is not None else []
    choices = tuple(
        Option(value=value, label=said, chosen=value == (chosen or ""))
        for value, said in [*every, *known]
    )
    return Filter(name=name, label=label, choices=choices)


@get("/worklist/{alert_id:uuid}", opt=allowed("claims:read"), sync_to_thread=True)
def worklist_claims_page(
    alert_id: FromPath[UUID], visit: VisitGiven, travel: TravelGiven, begin: Whole = None
) -> Shown:
    """The claims behind one alert, the one to begin with first."""
    path, first = visit.path("worklist", alert_id), begin or 0
    with looking(visit, travel, (*NEEDS, *ALERTS), path=path) as (view, moment):
        as_of = None if moment.is_now else AtPosition(moment.position)
        known = alert(view, alert_id)
        today = today_at(view, as_of, time_zone=visit.zone)
        claims = claims_to_work(view, alert_id, today=today)
    end = first + ROWS
    following = address(path, {"as_of": moment.as_of, "begin": end})
    page = WorklistClaimsPage(
        title=title_of(known),
        alert_href=address(visit.path("alerts", alert_id), {"as_of": moment.as_of}),
        list_href=address(visit.path("worklist"), {"as_of": moment.as_of}),
        lines=tuple(claim_line(claim, visit, moment.as_of) for claim in claims[first:end]),
        total=len(claims),
        next_href=following if end < len(claims) else None,
    )
    sheet = Sheet("worklist", f"Claims to work on: {page.title}", "worklist_claims", page)
    return at_moment(visit, travel, moment, sheet)
