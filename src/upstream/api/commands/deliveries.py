"""Opening, changing, trying and switching channels; sending dead letters again."""

from uuid import UUID

import msgspec
from litestar import Response, Router, post, put
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import POSITION, Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application.deliveries.channels import (
    Opening,
    open_channel,
    revise_channel,
    switch_channel,
    try_channel,
    turn_secret,
)
from upstream.application.deliveries.dead_letters import ask_again
from upstream.domain.deliveries.events import ChannelKind, ChannelTerms
from upstream.infrastructure.channel_secrets import ChannelSecrets


class ChannelAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`recipients` of e-mail, `address` of Slack (kept sealed) or a webhook."""

    kind: ChannelKind
    name: str
    recipients: tuple[str, ...] = ()
    address: str | None = None

    def terms(self) -> ChannelTerms:
        return ChannelTerms(
            kind=self.kind,
            name=self.name,
            recipients=self.recipients,
            address=self.address if self.kind == "webhook" else None,
        )


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Like every command's answer. `secret` signs a webhook's messages (Standard Webhooks); it is
    told this once and cannot be asked for again.
    """

    id: UUID
    version: int
    position: int
    secret: str | None


@post(
    "/channels",
    operation_id="channels.open",
    opt=allowed("channels:write", command="deliveries.open_channel"),
    sync_to_thread=True,
)
def open_one(
    data: JSONBody[ChannelAsked], parts: PartsGiven, context: ContextGiven
) -> Response[Told]:
    """A way to tell people. Rules name the channels they tell through."""
    secrets = ChannelSecrets(parts.settings.secret_key)
    return _told(
        open_channel(parts.log, secrets, context, data.terms(), slack_address=data.address)
    )


@put(
    "/channels/{channel_id:uuid}",
    operation_id="channels.revise",
    opt=allowed("channels:write", command="deliveries.revise_channel"),
    status_code=201,
    sync_to_thread=True,
)
def revise(
    channel_id: FromPath[UUID],
    data: JSONBody[ChannelAsked],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Another name, other recipients, another address; of Slack the address stays: open another."""
    answer = revise_channel(parts.log, context, channel_id, data.terms(), expected_version=version)
    return done(answer)


@post(
    "/channels/{channel_id:uuid}/switch-on",
    operation_id="channels.switch_on",
    opt=allowed("channels:write", command="deliveries.switch_channel_on"),
    sync_to_thread=True,
)
def switch_on(
    channel_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Send through it again."""
    return done(switch_channel(parts.log, context, channel_id, on=True, expected_version=version))


@post(
    "/channels/{channel_id:uuid}/switch-off",
    operation_id="channels.switch_off",
    opt=allowed("channels:write", command="deliveries.switch_channel_off"),
    sync_to_thread=True,
)
def switch_off(
    channel_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Send nothing more through it; what is under way becomes a dead letter."""
    return done(switch_channel(parts.log, context, channel_id, on=False, expected_version=version))


@post(
    "/channels/{channel_id:uuid}/turn-secret",
    operation_id="channels.turn_secret",
    opt=allowed("channels:write", command="deliveries.turn_channel_secret"),
    sync_to_thread=True,
)
def turn(channel_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven) -> Response[Told]:
    """A new secret of a webhook; the one before signs along until the next turn."""
    secrets = ChannelSecrets(parts.settings.secret_key)
    return _told(turn_secret(parts.log, secrets, context, channel_id))


@post(
    "/channels/{channel_id:uuid}/try",
    operation_id="channels.try",
    opt=allowed("channels:write", command="deliveries.try_channel"),
    sync_to_thread=True,
)
def try_one(channel_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven) -> Response[Done]:
    """Send a trial message; the answer's id is the delivery's."""
    return done(try_channel(parts.log, context, channel_id))


@post(
    "/deliveries/{delivery_id:uuid}/retry",
    operation_id="deliveries.retry",
    opt=allowed("alerts:work", command="deliveries.ask_again"),
    sync_to_thread=True,
)
def retry(
    delivery_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Try a dead letter again, with as many attempts as at first."""
    return done(ask_again(parts.log, context, delivery_id, expected_version=version))


def _told(opening: Opening) -> Response[Told]:
    answer = opening.answer
    document = Told(
        id=answer.id, version=answer.version, position=answer.position, secret=opening.secret
    )
    headers = {POSITION: str(answer.position), "ETag": f'"v{answer.version}"'}
    return Response(document, status_code=201, headers=headers)


delivery_commands = Router(
    "/",
    route_handlers=[open_one, revise, switch_on, switch_off, turn, try_one, retry],
)
