"""Taking files in, and stopping what is being taken in."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from litestar import Response, Router, post
from litestar.concurrency import sync_to_thread
from litestar.openapi.spec import OpenAPIMediaType, Operation, Reference, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Accepted, Done, accepted, done
from upstream.api.dependencies import (
    AnyRequest,
    CallerGiven,
    ContextGiven,
    PartsGiven,
    PlaceGiven,
    VersionGiven,
)
from upstream.api.requests import context_of
from upstream.api.upload_form import FormReceived, FormUnreadable, receive_form
from upstream.application import uploads

UPLOAD_URL: Final = "/api/v1/customers/{customer}/uploads/{id}"
_RECEIVE: Final = "uploads.receive"
_FIELDS: Final = frozenset({"mapping", "options"})


@dataclass
class FormOperation(Operation):
    """The form is read by us, so its fields are described by us."""

    def __post_init__(self) -> None:
        text = OpenAPIType.STRING
        fields: dict[str, Schema | Reference] = {
            "file": Schema(type=text, content_media_type="application/octet-stream"),
            "mapping": Schema(
                type=text,
                description='JSON object: a column\'s name and its header in this file, or "none".',
                examples=['{"payer": "Ins Carrier", "decided_date": "none"}'],
            ),
            "options": Schema(type=text, description='JSON object: `{"date_order": "mdy"}`.'),
        }
        form = Schema(type=OpenAPIType.OBJECT, required=["file"], properties=fields)
        content = {"multipart/form-data": OpenAPIMediaType(schema=form)}
        self.request_body = RequestBody(content=content, required=True)


@post(
    "/uploads",
    operation_id=_RECEIVE,
    opt=allowed("uploads:write"),
    operation_class=FormOperation,
    status_code=202,
    request_max_body_size=None,  # the form has a limit of its own, which the store knows
)
async def receive(
    request: AnyRequest, parts: PartsGiven, caller: CallerGiven, place: PlaceGiven
) -> Response[Accepted]:
    """Upload a file of claims; `status_url` tells how far it is.

    Formats are recognised by content. X12 test files (ISA15 = T) are refused unless the options
    say `{"test_files": "accept"}`.
    """
    form = await receive_form(request, parts.files, place.customer_id)
    mapping = _mapping(form)
    said = f"{form.file.sha256}\n{sorted(mapping.items())}".encode()
    context = context_of(request, caller, place, command=_RECEIVE, body=said)
    answer = await sync_to_thread(
        uploads.receive, parts.log, context, form.file, file_name=form.file_name, mapping=mapping
    )
    return accepted(answer, UPLOAD_URL.format(customer=place.slug, id=answer.id))


@post(
    "/uploads/{upload_id:uuid}/cancel",
    operation_id="uploads.cancel",
    opt=allowed("uploads:write", command="uploads.cancel"),
    sync_to_thread=True,
)
def cancel(
    upload_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Stop an upload; claims recorded until then stay recorded."""
    return done(uploads.cancel(parts.log, context, upload_id, expected_version=version))


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: str
    """Your own words, for the audit: no names of patients."""


@post(
    "/uploads/{upload_id:uuid}/withdraw",
    operation_id="uploads.withdraw",
    opt=allowed("uploads:write", command="uploads.withdraw"),
    status_code=202,
    sync_to_thread=True,
)
def withdraw(
    upload_id: FromPath[UUID],
    data: JSONBody[Withdrawal],
    parts: PartsGiven,
    place: PlaceGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Accepted]:
    """Take an upload back: its claims leave current views, history keeps them."""
    answer = uploads.withdraw(parts.log, context, upload_id, data.reason, expected_version=version)
    return accepted(answer, UPLOAD_URL.format(customer=place.slug, id=answer.id))


class Release(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: str
    """Your own words, for the audit: no names of patients."""


@post(
    "/uploads/{upload_id:uuid}/release",
    operation_id="uploads.release",
    opt=allowed("uploads:release", command="uploads.release"),
    status_code=202,
    sync_to_thread=True,
)
def release(
    upload_id: FromPath[UUID],
    data: JSONBody[Release],
    parts: PartsGiven,
    place: PlaceGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Accepted]:
    """Take a file out of quarantine: it goes in with masking, as a new upload."""
    answer = uploads.release(parts.log, context, upload_id, data.reason, expected_version=version)
    return accepted(answer, UPLOAD_URL.format(customer=place.slug, id=answer.id))


def _mapping(form: FormReceived) -> dict[str, str]:
    if not form.fields.keys() <= _FIELDS:
        raise FormUnreadable("The form may have the parts file, mapping and options.")
    try:
        read = [msgspec.json.decode(text, type=dict[str, str]) for text in form.fields.values()]
    except msgspec.DecodeError as nonsense:
        raise FormUnreadable("mapping and options are JSON objects of texts.") from nonsense
    return {name: value for one in read for name, value in one.items()}


upload_commands = Router("/", route_handlers=[receive, cancel, withdraw, release])
