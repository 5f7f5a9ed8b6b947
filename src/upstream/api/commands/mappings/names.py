"""What people say names mean: payers' spellings and groups of procedure codes."""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, Router, post, put
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application import mappings
from upstream.application.mappings.cpt_groups import group_named
from upstream.application.mappings.payers import name_of

Name = Annotated[str, msgspec.Meta(max_length=200)]

_PAYERS: Final = "/payer-mappings"
_CODES: Final = "/cpt-mappings"


class PayerAliases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Files that write one of `aliases` mean `payer`."""

    aliases: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1, max_length=200)]
    payer: Name


class Payer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    payer: Name


class TwoPayers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A suggestion that was wrong."""

    alias: Name
    payer: Name


class CptGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`codes`: `99213`, `J1100`, or ranges with both ends, `99202-99215`."""

    name: Name
    codes: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=2_000)]


class Codes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    codes: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=2_000)]


def _may(command: str) -> dict[str, object]:
    return allowed("mappings:write", command=command)


@post(
    _PAYERS,
    operation_id="payer_mappings.confirm",
    opt=_may("mappings.confirm_payers"),
    sync_to_thread=True,
)
def confirm_payers(
    data: JSONBody[PayerAliases], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Say that several names are one payer. The answer's id and version are those of the book."""
    return done(
        mappings.confirm_payers(
            parts.log, context, aliases=data.aliases, payer=data.payer, expected_version=version
        )
    )


@put(
    f"{_PAYERS}/{{mapping_id:uuid}}",
    operation_id="payer_mappings.change",
    opt=_may("mappings.change_payer"),
    status_code=201,
    sync_to_thread=True,
)
def change_payer(
    mapping_id: FromPath[UUID],
    data: JSONBody[Payer],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Say that an alias means another payer than before."""
    alias = name_of(parts.log, context.customer_id, mapping_id)
    return done(
        mappings.confirm_payers(
            parts.log, context, aliases=(alias,), payer=data.payer, expected_version=version
        )
    )


@post(
    f"{_PAYERS}/{{mapping_id:uuid}}/withdraw",
    operation_id="payer_mappings.withdraw",
    opt=_may("mappings.withdraw_payer"),
    sync_to_thread=True,
)
def withdraw_payer(
    mapping_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Let a name stand for itself again."""
    return done(mappings.withdraw_alias(parts.log, context, mapping_id, expected_version=version))


@post(
    f"{_PAYERS}/rejections",
    operation_id="payer_mappings.reject",
    opt=_may("mappings.reject_suggestion"),
    sync_to_thread=True,
)
def reject_suggestion(
    data: JSONBody[TwoPayers], parts: PartsGiven, context: ContextGiven
) -> Response[Done]:
    """Say that two names are two payers: nobody is asked again."""
    return done(mappings.reject_suggestion(parts.log, context, alias=data.alias, payer=data.payer))


@post(
    _CODES,
    operation_id="cpt_mappings.define",
    opt=_may("mappings.define_cpt_group"),
    sync_to_thread=True,
)
def define_cpt_group(
    data: JSONBody[CptGroup], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Put codes into a group of your own. The answer's id and version are those of the book."""
    return done(
        mappings.define_cpt_group(
            parts.log, context, name=data.name, codes=data.codes, expected_version=version
        )
    )


@put(
    f"{_CODES}/{{mapping_id:uuid}}",
    operation_id="cpt_mappings.change",
    opt=_may("mappings.change_cpt_group"),
    status_code=201,
    sync_to_thread=True,
)
def change_cpt_group(
    mapping_id: FromPath[UUID],
    data: JSONBody[Codes],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Give a group other codes."""
    name = group_named(parts.log, context.customer_id, mapping_id)
    return done(
        mappings.define_cpt_group(
            parts.log, context, name=name, codes=data.codes, expected_version=version
        )
    )


@post(
    f"{_CODES}/{{mapping_id:uuid}}/withdraw",
    operation_id="cpt_mappings.withdraw",
    opt=_may("mappings.withdraw_cpt_group"),
    sync_to_thread=True,
)
def withdraw_cpt_group(
    mapping_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Leave its codes to the ranges that come with the system."""
    return done(
        mappings.withdraw_cpt_group(parts.log, context, mapping_id, expected_version=version)
    )


name_commands = Router(
    "/",
    route_handlers=[
        confirm_payers,
        change_payer,
        withdraw_payer,
        reject_suggestion,
        define_cpt_group,
        change_cpt_group,
        withdraw_cpt_group,
    ],
)
