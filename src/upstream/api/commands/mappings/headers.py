"""How files of a source are read: saved once, used for every file with the same headers."""

from collections.abc import Mapping
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, Router, post, put
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application import mappings

Header = Annotated[str, msgspec.Meta(max_length=200)]
SourceName = Annotated[str, msgspec.Meta(max_length=80)]

_ROOT: Final = "/header-mappings"


class SourceMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Files with exactly these headers are read by this mapping: as in an upload, a column's name
    and its header, or `none`; and options such as `date_order`.
    """

    headers: Annotated[tuple[Header, ...], msgspec.Meta(min_length=1, max_length=2_000)]
    mapping: Mapping[str, str]
    name: SourceName | None = None


class MappingChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    mapping: Mapping[str, str]
    name: SourceName | None = None


@post(
    _ROOT,
    operation_id="header_mappings.save",
    opt=allowed("uploads:write", command="mappings.save_headers"),
    sync_to_thread=True,
)
def save_headers(
    data: JSONBody[SourceMapping], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Remember how files with these headers are read."""
    return done(
        mappings.save_headers(
            parts.log,
            context,
            headers=data.headers,
            mapping=data.mapping,
            name=data.name,
            expected_version=version,
        )
    )


@put(
    f"{_ROOT}/{{mapping_id:uuid}}",
    operation_id="header_mappings.change",
    opt=allowed("uploads:write", command="mappings.change_headers"),
    status_code=201,
    sync_to_thread=True,
)
def change_headers(
    mapping_id: FromPath[UUID],
    data: JSONBody[MappingChange],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Read files with these headers otherwise from now on."""
    headers = mappings.headers_of(parts.log, context.customer_id, mapping_id)
    return done(
        mappings.save_headers(
            parts.log,
            context,
            headers=headers,
            mapping=data.mapping,
            name=data.name,
            expected_version=version,
        )
    )


@post(
    f"{_ROOT}/{{mapping_id:uuid}}/withdraw",
    operation_id="header_mappings.withdraw",
    opt=allowed("uploads:write", command="mappings.withdraw_headers"),
    sync_to_thread=True,
)
def withdraw_headers(
    mapping_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Forget it: the next file with these headers is read by what is known of headers."""
    return done(mappings.withdraw_headers(parts.log, context, mapping_id, expected_version=version))


header_mapping_commands = Router(
    "/", route_handlers=[save_headers, change_headers, withdraw_headers]
)
