"""Opening, changing, switching and trying channels; turning a webhook's secret."""

from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Connection

from upstream.application.deliveries.routing import Occasion, messages_about
from upstream.application.deliveries.signing import new_secret
from upstream.application.folding import folded
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.deliveries.channel import (
    OpenChannel,
    Opened,
    ReviseChannel,
    SwitchChannelOff,
    SwitchChannelOn,
    TurnChannelSecret,
    decider,
    is_web_address,
)
from upstream.domain.deliveries.events import ChannelTerms
from upstream.domain.deliveries.refusals import ChannelInvalid, ChannelUnknown
from upstream.domain.streams import stream_of
from upstream.infrastructure.channel_secrets import ChannelSecrets
from upstream.infrastructure.log import Along, Answer, EventLog, nothing


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to an opened channel or a turned secret. `secret` is told this once."""

    answer: Answer
    secret: str | None


def open_channel(
    log: EventLog,
    secrets: ChannelSecrets,
    context: Context,
    terms: ChannelTerms,
    *,
    slack_address: str | None = None,
) -> Opening:
    """Of Slack the address is the secret, and only its host is kept in clear.

    Raises `ChannelInvalid`.
    """
    secret, terms = _secret_of(terms, slack_address)
    secret_id = uuid4() if secret else None
    channel_id = stream_of(context.customer_id, decider.kind, str(uuid4()))
    command = OpenChannel(terms=terms, secret_id=secret_id)
    along = _keeping(secrets, context, secret_id, secret)
    answer = transact(log, decider, channel_id, command, context, along=along)
    return Opening(answer=answer, secret=secret if terms.kind == "webhook" else None)


def _secret_of(terms: ChannelTerms, slack_address: str | None) -> tuple[str | None, ChannelTerms]:
    match terms.kind:
        case "email":
            return None, terms
        case "webhook":
            return new_secret(), terms
        case "slack":
            address = (slack_address or "").strip()
            if not is_web_address(address):
                raise ChannelInvalid("an address begins with https://", field="address")
            host = address.split("/")[2]
            return address, msgspec.structs.replace(terms, address=host)


def _keeping(
    secrets: ChannelSecrets, context: Context, secret_id: UUID | None, secret: str | None
) -> Along:
    if secret_id is None or secret is None:
        return nothing

    def keep(connection: Connection) -> None:
        secrets.keep(connection, context.customer_id, secret_id, secret)

    return keep


def revise_channel(
    log: EventLog,
    context: Context,
    channel_id: UUID,
    terms: ChannelTerms,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `ChannelUnknown`, `ChannelInvalid`, `Conflict`."""
    _, channel = folded(log, context.customer_id, decider, channel_id)
    if isinstance(channel, Opened) and channel.terms.kind == "slack":
        terms = msgspec.structs.replace(terms, address=channel.terms.address)
    command = ReviseChannel(terms=terms)
    return transact(log, decider, channel_id, command, context, expected_version=expected_version)


def switch_channel(
    log: EventLog,
    context: Context,
    channel_id: UUID,
    *,
    on: bool,
    expected_version: int | None = None,
) -> Answer:
    """Raises `ChannelUnknown`, `Conflict`."""
    command = SwitchChannelOn() if on else SwitchChannelOff()
    return transact(log, decider, channel_id, command, context, expected_version=expected_version)


def turn_secret(
    log: EventLog, secrets: ChannelSecrets, context: Context, channel_id: UUID
) -> Opening:
    """A new secret; the one before goes on signing beside it until the next turn.

    Raises `ChannelUnknown`, `ChannelHasNoSecret`.
    """
    secret, secret_id = new_secret(), uuid4()
    command = TurnChannelSecret(secret_id=secret_id)
    along = _keeping(secrets, context, secret_id, secret)
    answer = transact(log, decider, channel_id, command, context, along=along)
    return Opening(answer=answer, secret=secret)


def try_channel(log: EventLog, context: Context, channel_id: UUID) -> Answer:
    """Ask for a trial message; the answer's id is the delivery's. Raises `ChannelUnknown`."""
    _, channel = folded(log, context.customer_id, decider, channel_id)
    if not isinstance(channel, Opened):
        raise ChannelUnknown("there is no such channel")
    occasion = Occasion("trial", str(context.correlation_id))
    asked = messages_about(log, context, channel_ids=[channel_id], occasion=occasion, content=None)
    if not asked:
        reached = log.head(context.customer_id)
        return Answer(id=channel_id, version=0, position=reached)
    landed = log.append(context, *asked)
    return Answer(id=asked[0].stream_id, version=1, position=landed.last)
