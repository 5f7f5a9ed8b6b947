"""What can happen to a channel and to a delivery. Tags and fields are the storage format."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from upstream.domain.drift.settings import Kind
from upstream.domain.drift.severity import SeverityLabel
from upstream.domain.messages import Event

ChannelKind = Literal["email", "slack", "webhook"]
About = Literal["raised", "escalated", "trial"]


class ChannelTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is told, without any secret. Of Slack only the host is known here: its address is one."""

    kind: ChannelKind
    name: str
    recipients: tuple[str, ...] = ()
    """E-mail addresses."""
    address: str | None = None
    """Where a webhook is posted to; of Slack the host."""


class ChannelOpened(Event, tag="deliveries.channel_opened.v1"):
    """`secret_id` names the sealed secret; the secret itself is in no event."""

    terms: ChannelTerms
    secret_id: UUID | None = None


class ChannelRevised(Event, tag="deliveries.channel_revised.v1"):
    before: ChannelTerms
    after: ChannelTerms


class ChannelSecretTurned(Event, tag="deliveries.channel_secret_turned.v1"):
    """From now on both sign, the new one first, until the next turn takes the old one away."""

    secret_id: UUID


class ChannelSwitchedOff(Event, tag="deliveries.channel_switched_off.v1"):
    pass


class ChannelSwitchedOn(Event, tag="deliveries.channel_switched_on.v1"):
    pass


ChannelEvent = (
    ChannelOpened | ChannelRevised | ChannelSecretTurned | ChannelSwitchedOff | ChannelSwitchedOn
)


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything a message says: a payer and its figures, no patient and no claim."""

    alert_id: UUID
    product: str
    kind: Kind
    payer: str
    cpt_group: str | None
    severity_bps: int
    confidence_bps: int
    at_risk_cents: int
    headline: str
    seen_at: datetime
    severity_label: SeverityLabel
    """By the customer's bands when the message was made, whatever becomes of them: a message is
    the same at every attempt."""


class DeliveryRequested(Event, tag="deliveries.requested.v1"):
    """One message through one channel. None as content: a trial."""

    channel_id: UUID
    about: About
    content: Content | None = None
    not_before: datetime | None = None
    """Quiet hours end then."""


class DeliveryAttempted(Event, tag="deliveries.attempted.v1"):
    """An attempt that failed; the next one comes at `retry_at`."""

    attempt: int
    failure: str
    """Stable and without the other side's words: `http_503`, `connect_refused`."""
    retry_at: datetime


class DeliveryMade(Event, tag="deliveries.made.v1"):
    """The other side took it."""

    attempt: int


class DeliveryDeadLettered(Event, tag="deliveries.dead_lettered.v1"):
    """Given up, until somebody asks for it again."""

    attempt: int
    failure: str


class DeliveryAskedAgain(Event, tag="deliveries.asked_again.v1"):
    """Somebody wants a dead letter tried again, with as many attempts as at first."""

    channel_id: UUID


DeliveryEvent = (
    DeliveryRequested | DeliveryAttempted | DeliveryMade | DeliveryDeadLettered | DeliveryAskedAgain
)
