"""A customer's settings: read from its log, changed as a whole, words sealed on the way in."""

from typing import NamedTuple, cast

from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.personal.kinds import Policy
from upstream.domain.settings.customer_settings import (
    ChangeSettings,
    CustomerSettings,
    SettingsChanged,
    decider,
    tidy_words,
)
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog
from upstream.infrastructure.sealed_words import SealedWords


class Standing(NamedTuple):
    """Settings at a version; version 0 is the defaults."""

    settings: CustomerSettings
    version: int


def settings_stream(customer_id: CustomerId) -> StreamId:
    return stream_of(customer_id, decider.kind, "")


def settings_of(log: EventLog, customer_id: CustomerId, *, version: int | None = None) -> Standing:
    """As they stand, or stood at an earlier version."""
    history = log.read(customer_id, settings_stream(customer_id))[:version]
    events = (cast("SettingsChanged", recorded.event) for recorded in history)
    return Standing(decider.fold(events), len(history))


def change_settings(
    log: EventLog,
    secret_key: str,
    context: Context,
    *,
    personal_data: Policy,
    sensitive_words: list[str],
    expected_version: int | None = None,
) -> Answer:
    """Raises `SensitiveWordInvalid`, `TooManySensitiveWords`, `Conflict`."""
    sealed = SealedWords(secret_key, context.customer_id)
    words = tuple(sealed.seal(word) for word in tidy_words(sensitive_words))
    wanted = CustomerSettings(personal_data=personal_data, sensitive_words=words)
    stream_id = settings_stream(context.customer_id)
    command = ChangeSettings(wanted=wanted)
    return transact(log, decider, stream_id, command, context, expected_version=expected_version)


def opened(secret_key: str, customer_id: CustomerId, settings: CustomerSettings) -> list[str]:
    """The sensitive words themselves: for those who may see them, and for screening."""
    sealed = SealedWords(secret_key, customer_id)
    return [sealed.open(word) for word in settings.sensitive_words]
