"""The customers of the platform, and the way into one: for administrators, with a reason."""

from datetime import datetime
from typing import Final

import msgspec
from litestar import get, post
from litestar.params import URLEncodedBody

from upstream.api.access import SIGNED_IN, NotAllowed, ReasonMissing
from upstream.api.callers import Caller
from upstream.api.charts import wording
from upstream.api.dependencies import AnyRequest, CallerGiven, PartsGiven
from upstream.api.pages.frame.entrance_pages import local
from upstream.api.pages.frame.layout import THEME_COOKIE, Layout, home, theme_of
from upstream.api.pages.frame.pieces import Option, options
from upstream.api.pages.frame.showing import Shown, html, see_other
from upstream.api.pages.frame.travel import Text
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address, render
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application import identity
from upstream.application.customers import Customer, customers, find_customer
from upstream.domain.context import reason_in
from upstream.domain.messages import Refusal
from upstream.domain.units import PLATFORM
from upstream.infrastructure import console_entries
from upstream.infrastructure.entrance import Place
from upstream.infrastructure.log import CustomerUnknown
from upstream.projections.identity.customers import CustomerLine, customer_lines
from upstream.projections.identity.profile import profile

ROWS: Final = 50
"""Customers on a page: each is asked in a snapshot of its own."""


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    customer: str = ""
    reason: str = ""
    back: str = ""


class LineShown(msgspec.Struct, frozen=True, kw_only=True):
    """`href` leads inside where the door is open, else to the form that opens it."""

    name: str
    slug: str
    href: str
    parked: bool
    tier: str
    last_upload_at: datetime | None
    alerts_active: int | None
    inside_said: str | None


class CustomersPage(msgspec.Struct, frozen=True, kw_only=True):
    """`lines` None: a form that was refused, without the list."""

    lines: tuple[LineShown, ...] | None
    choices: tuple[Option, ...]
    reason: str
    problem: str | None = None
    next_href: str | None = None


@get("/customers", opt=SIGNED_IN, sync_to_thread=True)
def customers_page(
    request: AnyRequest,
    parts: PartsGiven,
    caller: CallerGiven,
    customer: Text = None,
    after: Text = None,
) -> Shown:
    """`after`: the slug of the last customer on the page before."""
    _administrators_only(caller)
    known = customers(parts.database)
    following = [each for each in known if each.slug > (after or "")]
    shown = following[:ROWS]
    context = context_of(request, caller, None, command="identity.list_customers")
    identity.note_listing(parts.log, caller.person_id, len(shown), context)
    with parts.database.control() as connection:
        inside = console_entries.open_doors(connection, caller.session_id)
    found = customer_lines(parts.views, shown)
    more = {"after": shown[-1].slug} if len(following) > ROWS else None
    page = CustomersPage(
        lines=tuple(_line(line, inside.get(line.customer.customer_id)) for line in found),
        choices=_choices(known, customer or ""),
        reason="",
        next_href=address("/customers", more) if more else None,
    )
    return _show(request, parts, caller, page)


@post("/customers/enter", opt=SIGNED_IN, status_code=200, sync_to_thread=True)
def enter(
    data: URLEncodedBody[EntryForm], request: AnyRequest, parts: PartsGiven, caller: CallerGiven
) -> Shown:
    """Open the door for this session, for an hour; every page behind it is noted as well."""
    _administrators_only(caller)
    try:
        place = _place(parts, data.customer)
        reason = reason_in(data.reason)
        if not reason:
            raise ReasonMissing("say why: it stands in the audit of the customer")
    except Refusal as refusal:
        page = CustomersPage(
            lines=None,
            choices=_choices(customers(parts.database), data.customer),
            reason=data.reason,
            problem=sentence(refusal.detail),
        )
        return _show(request, parts, caller, page, status=STATUS[refusal.code])
    caller = msgspec.structs.replace(caller, reason=reason)
    context = context_of(request, caller, place, command="identity.enter")
    identity.enter_console(parts.log, caller.session_id, caller.person_id, context)
    back = local(data.back)
    names = (place.slug, place.customer_id)
    inside = back.startswith(tuple(f"/customers/{name}/" for name in names))
    return see_other(back if inside else home(place.slug))


@post("/customers/leave", opt=SIGNED_IN, status_code=200, sync_to_thread=True)
def leave(
    data: URLEncodedBody[EntryForm], request: AnyRequest, parts: PartsGiven, caller: CallerGiven
) -> Shown:
    _administrators_only(caller)
    context = context_of(request, caller, _place(parts, data.customer), command="identity.leave")
    identity.leave_console(parts.log, caller.session_id, caller.person_id, context)
    return see_other("/customers")


customers_pages: Final = (customers_page, enter, leave)


def _administrators_only(caller: Caller) -> None:
    if not caller.administrator:
        raise NotAllowed("Only platform administrators see all customers.")


def _place(parts: PartsGiven, slug: str) -> Place:
    """Raises `CustomerUnknown`."""
    found = find_customer(parts.database, slug)
    if found.customer_id == PLATFORM:
        raise CustomerUnknown("there is no such customer")
    return Place(
        customer_id=found.customer_id,
        slug=found.slug,
        name=found.name,
        time_zone=found.time_zone,
    )


def _choices(known: list[Customer], chosen: str) -> tuple[Option, ...]:
    names = [(customer.slug, customer.name) for customer in known]
    return options(names, chosen, anything="Choose a customer")


def _show(
    request: AnyRequest, parts: PartsGiven, caller: Caller, page: CustomersPage, status: int = 200
) -> Shown:
    layout = Layout(
        title="Customers",
        here="/customers",
        theme=theme_of(request.cookies.get(THEME_COOKIE)),
        person=profile(parts.database, caller.person_id).email,
    )
    return html(render("customers.html", layout=layout, page=page), status=status)


def _line(line: CustomerLine, until: datetime | None) -> LineShown:
    slug, zone = line.customer.slug, line.customer.time_zone
    return LineShown(
        name=line.customer.name,
        slug=slug,
        href=home(slug) if until else address("/customers", {"customer": slug}) + "#enter",
        parked=line.parked,
        tier=(line.tier or "").capitalize(),
        last_upload_at=line.last_upload_at,
        alerts_active=line.alerts_active,
        inside_said=f"Inside until {wording.moment(until, zone)}" if until else None,
    )
