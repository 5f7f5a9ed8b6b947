"""Contracts: entering and revising them, ending and withdrawing their schedules."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, post, put
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application.contracts import keeping
from upstream.domain.contracts.events import Terms

_WRITE: Final = "contracts:write"

Name = Annotated[str, msgspec.Meta(max_length=200)]


class ContractAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`lesser_of_charges`: the payer never owes more than was billed."""

    payer: Name
    name: Name = ""
    lesser_of_charges: bool = True


class TermsAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name = ""
    lesser_of_charges: bool = True


class ScheduleEnd(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`to` is the first day without these rates; null: until further notice."""

    schedule: int
    ends: date | None = msgspec.field(name="to")


class ScheduleNamed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schedule: int


@post(
    "/contracts",
    operation_id="contracts.enter",
    opt=allowed(_WRITE, command="contracts.enter"),
    sync_to_thread=True,
)
def enter(
    data: JSONBody[ContractAsked], parts: PartsGiven, context: ContextGiven
) -> Response[Done]:
    """Enter the contract of a payer; it has one. Entered again, it takes these terms."""
    terms = Terms(name=data.name, lesser_of_charges=data.lesser_of_charges)
    return done(keeping.enter_contract(parts.log, context, payer=data.payer, terms=terms))


@put(
    "/contracts/{contract_id:uuid}",
    operation_id="contracts.revise",
    opt=allowed(_WRITE, command="contracts.revise"),
    status_code=201,
    sync_to_thread=True,
)
def revise(
    contract_id: FromPath[UUID],
    data: JSONBody[TermsAsked],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """All terms at once; what is left out goes back to its default."""
    terms = Terms(name=data.name, lesser_of_charges=data.lesser_of_charges)
    return done(
        keeping.revise_contract(parts.log, context, contract_id, terms, expected_version=version)
    )


@post(
    "/contracts/{contract_id:uuid}/schedules/end",
    operation_id="contracts.end_schedule",
    opt=allowed(_WRITE, command="contracts.end_schedule"),
    sync_to_thread=True,
)
def end(
    contract_id: FromPath[UUID],
    data: JSONBody[ScheduleEnd],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Say on which day a schedule of rates ends."""
    answer = keeping.end_schedule(
        parts.log, context, contract_id, data.schedule, data.ends, expected_version=version
    )
    return done(answer)


@post(
    "/contracts/{contract_id:uuid}/schedules/withdraw",
    operation_id="contracts.withdraw_schedule",
    opt=allowed(_WRITE, command="contracts.withdraw_schedule"),
    sync_to_thread=True,
)
def withdraw(
    contract_id: FromPath[UUID],
    data: JSONBody[ScheduleNamed],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Take a schedule of rates back that was a mistake."""
    answer = keeping.withdraw_schedule(
        parts.log, context, contract_id, data.schedule, expected_version=version
    )
    return done(answer)
