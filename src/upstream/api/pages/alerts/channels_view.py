"""What the page of channels and messages shows, and how it is put."""

from typing import Final, get_args

import msgspec

from upstream.api.charts import wording
from upstream.api.pages.frame.pieces import Filter, Option
from upstream.api.pages.frame.visits import Visit
from upstream.projections.deliveries.channels import ChannelRow
from upstream.projections.deliveries.list_deliveries import DeliveryRow, State

STATES: Final[dict[str, tuple[str, str]]] = {
    "waiting": ("Waiting", "busy"),
    "retrying": ("Trying again", "warn"),
    "delivered": ("Delivered", "good"),
    "dead": ("Dead letter", "bad"),
}


class Action(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    action: str


class ChannelLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    said: str
    is_on: bool
    actions: tuple[Action, ...]


class DeliveryLine(msgspec.Struct, frozen=True, kw_only=True):
    requested: str
    channel: str
    about: str
    alert_href: str | None
    state_said: str
    state_kind: str
    attempts: int
    failure: str | None
    retry_action: str | None


class ChannelsPage(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    rules_href: str
    open_action: str | None
    channels: tuple[ChannelLine, ...]
    filter: Filter
    counts_said: str
    deliveries: tuple[DeliveryLine, ...]
    next_href: str | None
    secret: str | None = None
    problem: str | None = None
    done: str | None = None


def channel_line(channel: ChannelRow, visit: Visit) -> ChannelLine:
    whom = ", ".join(channel.recipients) or channel.address or ""
    path = visit.path("channels", channel.id)
    switch = ("Switch off", "switch-off") if channel.is_on else ("Switch on", "switch-on")
    actions = (("Try", "try"), switch) if visit.may("channels:write") else ()
    return ChannelLine(
        name=channel.name,
        said=f"{channel.kind.capitalize()} to {whom}",
        is_on=channel.is_on,
        actions=tuple(Action(label=label, action=f"{path}/{verb}") for label, verb in actions),
    )


def state_filter(state: str) -> Filter:
    known = [("any", "Any"), *((name, STATES[name][0]) for name in get_args(State))]
    choices = tuple(
        Option(value=value, label=label, chosen=value == state) for value, label in known
    )
    return Filter(name="status", label="State", choices=choices)


def delivery_line(each: DeliveryRow, visit: Visit) -> DeliveryLine:
    said, kind = STATES[each.state]
    may_retry = each.state == "dead" and visit.may("alerts:work")
    return DeliveryLine(
        requested=wording.moment(each.requested_at, visit.zone),
        channel=each.channel_name or wording.MISSING,
        about=f"Alert {each.about}" if each.alert_id else "Trial",
        alert_href=visit.path("alerts", each.alert_id) if each.alert_id else None,
        state_said=said,
        state_kind=kind,
        attempts=each.attempts,
        failure=each.failure if each.state != "delivered" else None,
        retry_action=visit.path("deliveries", each.id, "retry") if may_retry else None,
    )


def counts_said(counts: dict[str, int]) -> str:
    """How many messages stand where, in one line."""
    return ", ".join(
        f"{wording.count(counts[name])} {label.lower()}" for name, (label, _) in STATES.items()
    )
