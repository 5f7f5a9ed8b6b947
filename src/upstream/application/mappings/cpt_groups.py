"""A customer's own groups of procedure codes."""

from uuid import UUID

from upstream.application.folding import folded
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.mappings.commands import CptGroupCommand, DefineCptGroup, WithdrawCptGroup
from upstream.domain.mappings.cpt_groups import KEY, CptGroups, decider
from upstream.domain.mappings.refusals import CptMappingUnknown
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Answer, EventLog

GROUP_KIND = "cpt-group"
"""Ids of groups, which have no stream of their own."""


def cpt_groups(log: EventLog, customer_id: CustomerId) -> CptGroups:
    """The book as it is now."""
    _, groups = folded(log, customer_id, decider, _book(customer_id))
    return groups


def group_id(customer_id: CustomerId, name: str) -> StreamId:
    return stream_of(customer_id, GROUP_KIND, name)


def define_cpt_group(
    log: EventLog,
    context: Context,
    *,
    name: str,
    codes: tuple[str, ...],
    expected_version: int | None = None,
) -> Answer:
    """Anew or otherwise than before. The answer's id is the book's.

    Raises `CptGroupNameInvalid`, `CptCodesInvalid`, `CptCodesOverlap`, `Conflict`.
    """
    return _tell(log, context, DefineCptGroup(name=name, codes=codes), expected_version)


def withdraw_cpt_group(
    log: EventLog, context: Context, mapping_id: UUID, *, expected_version: int | None = None
) -> Answer:
    """Raises `CptMappingUnknown`, `Conflict`."""
    command = WithdrawCptGroup(name=group_named(log, context.customer_id, mapping_id))
    return _tell(log, context, command, expected_version)


def group_named(log: EventLog, customer_id: CustomerId, mapping_id: UUID) -> str:
    """The name of the group with this id. Raises `CptMappingUnknown`."""
    for name in cpt_groups(log, customer_id).codes:
        if group_id(customer_id, name) == mapping_id:
            return name
    raise CptMappingUnknown("there is no such group")


def _tell(
    log: EventLog, context: Context, command: CptGroupCommand, expected_version: int | None
) -> Answer:
    book = _book(context.customer_id)
    return transact(log, decider, book, command, context, expected_version=expected_version)


def _book(customer_id: CustomerId) -> StreamId:
    return stream_of(customer_id, decider.kind, KEY)
