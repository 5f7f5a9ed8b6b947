"""How files of a source are read: told once by a person, remembered for the next file."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from upstream.application.folding import folded
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.mappings.commands import SaveHeaderMapping, WithdrawHeaderMapping
from upstream.domain.mappings.header_mapping import (
    HeaderMapping,
    Remembered,
    decider,
    source_of,
)
from upstream.domain.mappings.refusals import HeaderMappingUnknown
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.uploads.mapping import choices
from upstream.infrastructure.log import Answer, EventLog


def headers_saved(log: EventLog, customer_id: CustomerId, headers: Sequence[str]) -> HeaderMapping:
    """What is known of files with these headers."""
    _, mapping = folded(log, customer_id, decider, mapping_id(customer_id, headers))
    return mapping


def headers_of(log: EventLog, customer_id: CustomerId, stream_id: UUID) -> tuple[str, ...]:
    """The headers a mapping is for. Raises `HeaderMappingUnknown`."""
    _, mapping = folded(log, customer_id, decider, stream_id)
    match mapping:
        case Remembered(mapping=saved):
            return saved.headers
        case _:
            raise HeaderMappingUnknown("there is no such mapping")


def mapping_id(customer_id: CustomerId, headers: Sequence[str]) -> StreamId:
    return stream_of(customer_id, decider.kind, source_of(headers))


def save_headers(
    log: EventLog,
    context: Context,
    *,
    headers: Sequence[str],
    mapping: Mapping[str, str],
    name: str | None = None,
    expected_version: int | None = None,
) -> Answer:
    """Raises `MappingInvalid`, `HeaderMappingIncomplete`, `Conflict`."""
    command = SaveHeaderMapping(headers=tuple(headers), choices=choices(mapping), name=name)
    stream_id = mapping_id(context.customer_id, headers)
    return transact(log, decider, stream_id, command, context, expected_version=expected_version)


def withdraw_headers(
    log: EventLog, context: Context, stream_id: UUID, *, expected_version: int | None = None
) -> Answer:
    """Raises `HeaderMappingUnknown`, `Conflict`."""
    command = WithdrawHeaderMapping()
    return transact(log, decider, stream_id, command, context, expected_version=expected_version)
