"""Why a channel or a delivery does not do what it is asked."""

from upstream.domain.messages import Refusal


class ChannelUnknown(Refusal):
    code = "channel.not_found"


class ChannelInvalid(Refusal):
    """`field` names what does not fit."""

    code = "channel.invalid"


class ChannelHasNoSecret(Refusal):
    """Only a webhook signs what it sends."""

    code = "channel.has_no_secret"


class DeliveryUnknown(Refusal):
    code = "delivery.not_found"


class DeliveryNotDead(Refusal):
    """Only a dead letter is tried again by hand."""

    code = "delivery.not_dead"
