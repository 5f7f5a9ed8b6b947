"""The pages of payments: a list with what was taken back, and one payment."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation

from upstream.api.access import allowed
from upstream.api.pages.frame.asked_on_pages import PlaceInListUnreadable, day_of
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Filter, options
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import Text, TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.remittances.remittance_figures import (
    facts_of,
    payment_row,
    reason_rows,
    signed,
    take_backs,
)
from upstream.api.pages.remittances.remittances_view import RemittancePage, RemittancesPage
from upstream.api.pages.rendering import address
from upstream.domain.remittances.refusals import RemittanceUnknown
from upstream.projections.remittances.list_remittances import (
    NEEDS,
    RemittanceDetail,
    RemittanceFilter,
    list_remittances,
    payers_of,
    remittance,
)
from upstream.projections.remittances.provider_adjustments import provider_adjustments
from upstream.projections.view import View

ROWS: Final = 50
_ONLY: Final = [("take_backs", "With take-backs"), ("unbalanced", "Not adding up")]


class RemittancesForm(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the list, as its form sends them: what is empty asks for nothing."""

    payer: Text = None
    search: Text = None
    only: Text = None
    paid_from: Text = None
    paid_to: Text = None


@get(
    "/",
    opt=allowed("claims:read"),
    dependencies={"form": Provide(RemittancesForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def remittances_page(
    visit: VisitGiven,
    travel: TravelGiven,
    form: NamedDependency[SkipValidation[RemittancesForm]],
    after: Text = None,
) -> Shown:
    kept: dict[str, str | None] = msgspec.structs.asdict(form)
    with looking(visit, travel, NEEDS, path=visit.path("remittances"), kept=kept) as (view, moment):
        page = _payments(view, moment, form, after)
    sheet = Sheet("remittances", "Payments", "remittances", page)
    return at_moment(visit, travel, moment, sheet)


@get("/{remittance_id:uuid}", opt=allowed("claims:read"), sync_to_thread=True)
def remittance_page(remittance_id: FromPath[UUID], visit: VisitGiven, travel: TravelGiven) -> Shown:
    path = visit.path("remittances", remittance_id)
    with looking(visit, travel, NEEDS, path=path) as (view, moment):
        page = _payment(visit, view, moment, remittance_id)
    return at_moment(visit, travel, moment, Sheet("remittances", page.title, "remittance", page))


def _payments(
    view: View, moment: MomentShown, form: RemittancesForm, after: str | None
) -> RemittancesPage:
    wanted = RemittanceFilter(
        payer=form.payer or None,
        search=form.search or None,
        paid_from=day_of(form.paid_from),
        paid_to=day_of(form.paid_to),
        unbalanced=True if form.only == "unbalanced" else None,
        with_take_backs=True if form.only == "take_backs" else None,
    )
    found = list_remittances(view, wanted, limit=ROWS, after=_place(after))
    totals = provider_adjustments(view, wanted)
    here: dict[str, str | int | None] = {"as_of": moment.as_of, **moment.kept}
    following = "~".join(found.next) if found.next else None
    filtered = any(moment.kept.values())
    return RemittancesPage(
        filters=_filters(view, moment.kept),
        search=form.search or "",
        paid_from=form.paid_from or "",
        paid_to=form.paid_to or "",
        payments=tuple(payment_row(row, moment) for row in found.items),
        reasons=reason_rows(totals.items),
        net=signed(totals.net),
        clear_href=address(moment.path, {"as_of": moment.as_of}) if filtered else None,
        next_href=address(moment.path, {**here, "after": following}) if following else None,
    )


def _filters(view: View, asked: dict[str, str]) -> tuple[Filter, ...]:
    """Only payers of which a payment was known at the moment shown."""
    payers = [(name, name) for name in payers_of(view)]
    return (
        Filter(
            name="payer",
            label="Payer",
            choices=options(payers, asked.get("payer"), anything="Any payer"),
        ),
        Filter(
            name="only",
            label="Only",
            choices=options(_ONLY, asked.get("only"), anything="All payments"),
        ),
    )


def _payment(visit: Visit, view: View, moment: MomentShown, remittance_id: UUID) -> RemittancePage:
    """One that came later than the moment shown is said to be unknown yet; none at all, 404."""
    found: RemittanceDetail | None = None
    try:
        found = remittance(view, remittance_id)
    except RemittanceUnknown:
        if moment.is_now:
            raise
    here = {"as_of": moment.as_of}
    upload = visit.path("uploads", found.upload_id) if found else None
    off = found.difference if found and found.difference != "0.00" else None
    return RemittancePage(
        title=f"Payment {(found.trace if found else None) or str(remittance_id)[:8]}",
        list_href=address(visit.path("remittances"), here),
        claims_href=address(visit.path("claims"), {**here, "payer": found.payer})
        if found
        else None,
        upload_href=upload if visit.may("uploads:read") else None,
        facts=facts_of(found) if found else (),
        take_backs=take_backs(found, visit.path("claims"), moment) if found else (),
        unbalanced=signed(off) if off else None,
    )


def _place(after: str | None) -> tuple[str, str] | None:
    if not after:
        return None
    day, _, remittance_id = after.partition("~")
    try:
        return date.fromisoformat(day).isoformat(), str(UUID(remittance_id))
    except ValueError:
        raise PlaceInListUnreadable("Begin the list from its first page.") from None


remittances_pages = Router("/remittances", route_handlers=[remittances_page, remittance_page])
