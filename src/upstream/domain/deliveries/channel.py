"""A channel: e-mail, Slack or a webhook through which alerts are told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from upstream.domain.decider import Decider
from upstream.domain.deliveries.events import (
    ChannelEvent,
    ChannelOpened,
    ChannelRevised,
    ChannelSecretTurned,
    ChannelSwitchedOff,
    ChannelSwitchedOn,
    ChannelTerms,
)
from upstream.domain.deliveries.refusals import (
    ChannelHasNoSecret,
    ChannelInvalid,
    ChannelUnknown,
)
from upstream.domain.messages import Command

NAME_MAX: Final = 80
"""Characters."""
RECIPIENTS_MAX: Final = 20
ADDRESS_MAX: Final = 2_000
"""Characters of a webhook's address."""
SECRETS_MAX: Final = 2
"""The one in use and, after a turn, the one before."""

# RFC 5321 as far as anybody uses it; header injection has no way through.
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class OpenChannel(Command):
    terms: ChannelTerms
    secret_id: UUID | None = None


class ReviseChannel(Command):
    terms: ChannelTerms


class TurnChannelSecret(Command):
    secret_id: UUID


class SwitchChannelOff(Command):
    pass


class SwitchChannelOn(Command):
    pass


ChannelCommand = (
    OpenChannel | ReviseChannel | TurnChannelSecret | SwitchChannelOff | SwitchChannelOn
)


@dataclass(frozen=True, slots=True)
class Unopened: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """`secret_ids`: the newest first."""

    terms: ChannelTerms
    secret_ids: tuple[UUID, ...] = ()
    is_on: bool = True


Channel = Unopened | Opened


def decide(command: ChannelCommand, channel: Channel) -> tuple[ChannelEvent, ...]:
    match command:
        case OpenChannel(terms=terms, secret_id=secret_id):
            if isinstance(channel, Opened):
                return ()
            return (ChannelOpened(terms=tidied(terms), secret_id=secret_id),)
        case ReviseChannel(terms=terms):
            before, after = _known(channel).terms, tidied(terms)
            if after.kind != before.kind:
                raise ChannelInvalid("a channel stays of its kind; open another", field="kind")
            return () if before == after else (ChannelRevised(before=before, after=after),)
        case TurnChannelSecret(secret_id=secret_id):
            if _known(channel).terms.kind != "webhook":
                raise ChannelHasNoSecret("only a webhook has a secret to turn")
            return (ChannelSecretTurned(secret_id=secret_id),)
        case SwitchChannelOff():
            return (ChannelSwitchedOff(),) if _known(channel).is_on else ()
        case SwitchChannelOn():
            return () if _known(channel).is_on else (ChannelSwitchedOn(),)


def _known(channel: Channel) -> Opened:
    if isinstance(channel, Unopened):
        raise ChannelUnknown("there is no such channel")
    return channel


def tidied(terms: ChannelTerms) -> ChannelTerms:
    """Raises `ChannelInvalid`."""
    recipients = tuple(dict.fromkeys(each.strip() for each in terms.recipients if each.strip()))
    tidy = msgspec.structs.replace(
        terms,
        name=" ".join(terms.name.split()),
        recipients=recipients,
        address=(terms.address or "").strip() or None,
    )
    for field, detail in _faults(tidy):
        raise ChannelInvalid(detail, field=field)
    return tidy


def _faults(terms: ChannelTerms) -> Iterator[tuple[str, str]]:
    if not 0 < len(terms.name) <= NAME_MAX:
        yield "name", f"a channel has a name of at most {NAME_MAX} characters"
    if terms.kind == "email":
        if not 0 < len(terms.recipients) <= RECIPIENTS_MAX:
            yield "recipients", f"one to {RECIPIENTS_MAX} e-mail addresses"
        if not all(_EMAIL.fullmatch(each) for each in terms.recipients):
            yield "recipients", "that is no e-mail address"
    elif terms.recipients:
        yield "recipients", "only e-mail has recipients"
    if terms.kind == "webhook" and not is_web_address(terms.address or ""):
        yield "address", "an address begins with https:// and names no user"


def is_web_address(address: str) -> bool:
    """Whether it is one we could post to at all. Plain HTTP is refused when it is sent, except
    where the installation allows it.
    """
    if len(address) > ADDRESS_MAX or not address.isascii() or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
        named = parts.hostname and parts.port != 0
    except ValueError:
        return False
    plain = "@" not in parts.netloc and " " not in address
    return parts.scheme in {"https", "http"} and bool(named) and plain


def evolve(channel: Channel, event: ChannelEvent) -> Channel:
    match event:
        case ChannelOpened(terms=terms, secret_id=secret_id):
            return Opened(terms, (secret_id,) if secret_id else ())
        case ChannelRevised(after=after):
            return replace(_known(channel), terms=after)
        case ChannelSecretTurned(secret_id=secret_id):
            known = _known(channel)
            return replace(known, secret_ids=(secret_id, *known.secret_ids)[:SECRETS_MAX])
        case ChannelSwitchedOff():
            return replace(_known(channel), is_on=False)
        case ChannelSwitchedOn():
            return replace(_known(channel), is_on=True)


decider: Decider[ChannelCommand, Channel, ChannelEvent] = Decider(
    "channel", Unopened(), decide, evolve
)
