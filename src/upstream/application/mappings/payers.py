"""Which spellings mean which payer: told by people, asked when claims are recorded."""

from uuid import UUID

from upstream.application.folding import folded
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.mappings.commands import (
    ConfirmPayerAliases,
    PayerNameCommand,
    RejectPayerSuggestion,
    WithdrawPayerAlias,
)
from upstream.domain.mappings.payer_names import KEY, PayerNames, decider
from upstream.domain.mappings.refusals import PayerMappingUnknown
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog

ALIAS_KIND = "payer-alias"
"""Ids of aliases, which have no stream of their own."""


def payer_names(log: EventLog, customer_id: CustomerId) -> PayerNames:
    """The book as it is now."""
    _, names = folded(log, customer_id, decider, _book(customer_id))
    return names


def alias_id(customer_id: CustomerId, alias: str) -> StreamId:
    return stream_of(customer_id, ALIAS_KIND, alias)


def confirm_payers(
    log: EventLog,
    context: Context,
    *,
    aliases: tuple[str, ...],
    payer: str,
    expected_version: int | None = None,
) -> Answer:
    """Raises `PayerNameInvalid`, `PayerNameItself`, `Conflict`. The answer's id is the book's."""
    command = ConfirmPayerAliases(aliases=aliases, payer=payer)
    return _tell(log, context, command, expected_version)


def reject_suggestion(log: EventLog, context: Context, *, alias: str, payer: str) -> Answer:
    """Never suggested again. Raises `PayerNameInvalid`."""
    return _tell(log, context, RejectPayerSuggestion(alias=alias, payer=payer), None)


def withdraw_alias(
    log: EventLog, context: Context, mapping_id: UUID, *, expected_version: int | None = None
) -> Answer:
    """The name stands for itself again. Raises `PayerMappingUnknown`, `Conflict`."""
    alias = name_of(log, context.customer_id, mapping_id)
    return _tell(log, context, WithdrawPayerAlias(alias=alias), expected_version)


def name_of(log: EventLog, customer_id: CustomerId, mapping_id: UUID) -> str:
    """The alias with this id. Raises `PayerMappingUnknown`."""
    for alias in payer_names(log, customer_id).aliases:
        if alias_id(customer_id, alias) == mapping_id:
            return alias
    raise PayerMappingUnknown("there is no such mapping")


def _tell(
    log: EventLog, context: Context, command: PayerNameCommand, expected_version: int | None
) -> Answer:
    book = _book(context.customer_id)
    return transact(log, decider, book, command, context, expected_version=expected_version)


def _book(customer_id: CustomerId) -> StreamId:
    return stream_of(customer_id, decider.kind, KEY)
