"""Channels, and every message with what became of it; dead letters are tried again from here."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, QueryParameter, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.dependencies import MinPosition
from upstream.api.pages.alerts.channels_view import (
    ChannelsPage,
    channel_line,
    counts_said,
    delivery_line,
    state_filter,
)
from upstream.api.pages.frame.asked_on_pages import PlaceInListUnreadable
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.travel import Text
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.deliveries.channels import open_channel, switch_channel, try_channel
from upstream.application.deliveries.dead_letters import ask_again
from upstream.domain.context import Context
from upstream.domain.deliveries.events import ChannelKind, ChannelTerms
from upstream.domain.messages import Refusal
from upstream.infrastructure.channel_secrets import ChannelSecrets
from upstream.infrastructure.log import Answer
from upstream.projections.deliveries.channels import list_channels
from upstream.projections.deliveries.list_deliveries import (
    NEEDS,
    DeliveryFilter,
    State,
    deliveries_by_state,
    list_deliveries,
)

ROWS: Final = 50
_DONE: Final = {"trial": "A trial message is on its way.", "again": "It will be tried again."}


class ChannelForm(msgspec.Struct, frozen=True, kw_only=True):
    kind: ChannelKind
    name: str = ""
    target: str = ""

    def terms(self) -> ChannelTerms:
        recipients = tuple(self.target.split(",")) if self.kind == "email" else ()
        address_ = self.target if self.kind == "webhook" else None
        return ChannelTerms(kind=self.kind, name=self.name, recipients=recipients, address=address_)


StateAsked = Annotated[Literal["any"] | State, QueryParameter()]


@get("/channels", opt=allowed("alerts:read"), sync_to_thread=True)
def channels_page(
    visit: VisitGiven,
    status: StateAsked = "any",
    after: Text = None,
    min_position: MinPosition = 0,
    done: Text = None,
) -> Shown:
    said = _DONE.get(done or "")
    return _show(visit, status=status, after=after, min_position=min_position, done=said)


@post(
    "/channels",
    opt=allowed("channels:write", command="deliveries.open_channel"),
    status_code=200,
    sync_to_thread=True,
)
def open_one(data: URLEncodedBody[ChannelForm], visit: VisitGiven) -> Shown:
    """The page that follows shows a webhook's secret, this once: it is in no address."""
    secrets = ChannelSecrets(visit.parts.settings.secret_key)
    try:
        opening = open_channel(
            visit.parts.log, secrets, _context(visit), data.terms(), slack_address=data.target
        )
    except Refusal as refusal:
        return _show(visit, refusal=refusal)
    return _show(
        visit,
        min_position=opening.answer.position,
        secret=opening.secret,
        done="The channel is open.",
    )


@post(
    "/channels/{channel_id:uuid}/switch-on",
    opt=allowed("channels:write", command="deliveries.switch_channel_on"),
    status_code=200,
    sync_to_thread=True,
)
def switch_on(channel_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    answer = switch_channel(visit.parts.log, _context(visit), channel_id, on=True)
    return _back(visit, answer, None)


@post(
    "/channels/{channel_id:uuid}/switch-off",
    opt=allowed("channels:write", command="deliveries.switch_channel_off"),
    status_code=200,
    sync_to_thread=True,
)
def switch_off(channel_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    answer = switch_channel(visit.parts.log, _context(visit), channel_id, on=False)
    return _back(visit, answer, None)


@post(
    "/channels/{channel_id:uuid}/try",
    opt=allowed("channels:write", command="deliveries.try_channel"),
    status_code=200,
    sync_to_thread=True,
)
def try_one(channel_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    return _back(visit, try_channel(visit.parts.log, _context(visit), channel_id), "trial")


@post(
    "/deliveries/{delivery_id:uuid}/retry",
    opt=allowed("alerts:work", command="deliveries.ask_again"),
    status_code=200,
    sync_to_thread=True,
)
def retry(delivery_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    try:
        answer = ask_again(visit.parts.log, _context(visit), delivery_id)
    except Refusal as refusal:
        return _show(visit, refusal=refusal)
    return _back(visit, answer, "again")


def _back(visit: Visit, answer: Answer, done: str | None) -> Shown:
    asked = {"min_position": answer.position, "done": done}
    return see_other(address(visit.path("channels"), asked))


def _context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)


def _show(
    visit: Visit,
    *,
    status: StateAsked = "any",
    after: str | None = None,
    min_position: int = 0,
    done: str | None = None,
    secret: str | None = None,
    refusal: Refusal | None = None,
) -> Shown:
    wanted = DeliveryFilter(status=None if status == "any" else status)
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, min_position=min_position) as view:
        channels, counts = list_channels(view), deliveries_by_state(view)
        found = list_deliveries(view, wanted, limit=ROWS, after=_place(after))
    path = visit.path("channels")
    following = "~".join(found.next) if found.next else None
    page = ChannelsPage(
        action=path,
        rules_href=visit.path("alert-rules"),
        open_action=path if visit.may("channels:write") else None,
        channels=tuple(channel_line(each, visit) for each in channels),
        filter=state_filter(status),
        counts_said=counts_said(counts),
        deliveries=tuple(delivery_line(each, visit) for each in found.items),
        next_href=address(path, {"status": status, "after": following}) if following else None,
        secret=secret,
        problem=sentence(refusal.detail) if refusal else None,
        done=done,
    )
    code = STATUS[refusal.code] if refusal else 200
    return still(visit, "alerts", "Channels and messages", "channels.html", status=code, page=page)


def _place(after: str | None) -> tuple[str, str] | None:
    if not after:
        return None
    requested_at, _, delivery_id = after.partition("~")
    try:
        return datetime.fromisoformat(requested_at).isoformat(), str(UUID(delivery_id))
    except ValueError:
        raise PlaceInListUnreadable("Begin the list from its first page.") from None


channel_pages = [channels_page, open_one, switch_on, switch_off, try_one, retry]
