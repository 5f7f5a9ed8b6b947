"""A customer's settings: read from its log, changed by sections, words sealed on the way in."""

from typing import NamedTuple, cast

import msgspec

from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.identity.email import normalised
from upstream.domain.settings.customer_settings import (
    ChangeSettings,
    CustomerSettings,
    GiveTier,
    SettingsEvent,
    decider,
)
from upstream.domain.settings.quotas import Tier
from upstream.domain.settings.sensitive_words import tidy_words
from upstream.domain.streams import stream_of
from upstream.domain.units import PLATFORM, CustomerId, StreamId
from upstream.infrastructure.log import Answer, CustomerUnknown, EventLog
from upstream.infrastructure.sealed_words import SealedWords


class Standing(NamedTuple):
    """Settings at a version; version 0 is the defaults."""

    settings: CustomerSettings
    version: int


def settings_stream(customer_id: CustomerId) -> StreamId:
    return stream_of(customer_id, decider.kind, "")


def settings_of(
    log: EventLog,
    customer_id: CustomerId,
    *,
    version: int | None = None,
    position: int | None = None,
) -> Standing:
    """As they stand, or stood at an earlier version, or as was known at a position."""
    history = log.read(customer_id, settings_stream(customer_id))[:version]
    events = [
        cast("SettingsEvent", recorded.event)
        for recorded in history
        if position is None or recorded.position <= position
    ]
    return Standing(decider.fold(events), len(events))


def require_product(log: EventLog, customer_id: CustomerId, product: str) -> None:
    """Raises `ProductOff` where the customer has switched it off."""
    settings_of(log, customer_id).settings.products.require(product)


def change_settings(
    log: EventLog,
    secret_key: str,
    context: Context,
    wished: ChangeSettings,
    *,
    sensitive_words: list[str] | None = None,
    expected_version: int | None = None,
) -> Answer:
    """`sensitive_words` are plain; those of `wished` are sealed already. None: as they stand.

    Raises `SettingInvalid`, `SensitiveWordInvalid`, `TooManySensitiveWords`, `EmailInvalid`,
    `QuotaExceeded`, `Conflict`.
    """
    if sensitive_words is not None:
        sealed = SealedWords(secret_key, context.customer_id)
        words = tuple(sealed.seal(word) for word in tidy_words(sensitive_words))
        wished = msgspec.structs.replace(wished, sensitive_words=words)
    if wished.contacts is not None:
        contacts = tuple(dict.fromkeys(normalised(one) for one in wished.contacts))
        wished = msgspec.structs.replace(wished, contacts=contacts)
    stream_id = settings_stream(context.customer_id)
    return transact(log, decider, stream_id, wished, context, expected_version=expected_version)


def give_tier(
    log: EventLog, context: Context, tier: Tier, *, expected_version: int | None = None
) -> Answer:
    """Put the customer into a service tier; only for the platform.

    Raises `CustomerUnknown` for the platform itself, which is nobody's customer, and `Conflict`.
    """
    if context.customer_id == PLATFORM:
        raise CustomerUnknown("there is no such customer")
    stream_id = settings_stream(context.customer_id)
    command = GiveTier(tier=tier)
    return transact(log, decider, stream_id, command, context, expected_version=expected_version)


def opened(secret_key: str, customer_id: CustomerId, settings: CustomerSettings) -> list[str]:
    """The sensitive words themselves: for those who may see them, and for screening."""
    sealed = SealedWords(secret_key, customer_id)
    return [sealed.open(word) for word in settings.sensitive_words]
