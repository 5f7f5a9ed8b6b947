"""Everything that goes wrong, as an RFC 9457 problem: said plainly, with nothing echoed."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from upstream.api.answers import NotModified, accepted, done
from upstream.api.callers import Connection
from upstream.api.parameters import parameters_of
from upstream.api.statuses import PLAIN, STATUS
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import AlreadyDone
from upstream.infrastructure.structured_logs import logger

MEDIA_TYPE: Final = "application/problem+json"
_TYPE: Final = "urn:upstream:problem:"
_WAIT_SECONDS: Final = 2
"""PostgreSQL is back within this after a crash, more often than not."""

# Wrong values and unknown names are the client's words; the types we expect are ours.
_THEIRS: Final = re.compile(r"\s*'[^']*'|(?<=unknown field)\s+`[^`]*`")
_MISSING: Final = re.compile(r"Missing required (\w+) parameter '([\w-]{1,60})'")


class FieldError(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one field; never its value."""

    field: str
    source: str
    message: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457. `code` is stable; a refusal may add facts of its own, such as `position`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldError] = []


def problem(
    connection: Connection,
    code: str,
    status: int,
    detail: str,
    *,
    errors: Iterable[FieldError] = (),
    facts: dict[str, str | int | None] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[object]:
    document = Problem(
        type=_TYPE + code,
        title=code.replace(".", ": ").replace("_", " ").capitalize(),
        status=status,
        detail=detail,
        code=code,
        request_id=connection.scope["state"]["request_id"],
        errors=list(errors),
    )
    content = {**(facts or {}), **msgspec.to_builtins(document)}
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def on_refusal(connection: Connection, refusal: Refusal) -> Response[object]:
    status, headers = STATUS[refusal.code], {}
    if refusal.code == "log.conflict" and "if-match" in connection.headers:
        status = HTTPStatus.PRECONDITION_FAILED
    wait = refusal.facts.get("retry_after")
    if wait is not None or status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(wait or _WAIT_SECONDS)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    facts = {name: value for name, value in refusal.facts.items() if name != "retry_after"}
    return problem(
        connection, refusal.code, int(status), refusal.detail, facts=facts, headers=headers
    )


def on_invalid(connection: Connection, invalid: ValidationException) -> Response[object]:
    """Litestar's own text holds the address with its query string; ours does not."""
    found = invalid.extra if isinstance(invalid.extra, list) else []
    errors = [_field_error(entry, parameters_of(connection)) for entry in found]
    errors += [
        FieldError(field=name, source=source, message="Required")
        for source, name in _MISSING.findall(str(invalid.detail))
    ]
    return problem(
        connection, PLAIN[400], 400, "The request does not fit; see errors.", errors=errors
    )


def _field_error(entry: dict[str, object], parameters: dict[str, str]) -> FieldError:
    key, source = str(entry.get("key", "")), entry.get("source", "body")
    return FieldError(
        field=parameters.get(key, key),
        source="query" if key in parameters else str(getattr(source, "value", source)),
        message=_THEIRS.sub("", str(entry.get("message", ""))),
    )


def on_nonsense(connection: Connection, _: RecursionError | UnicodeDecodeError) -> Response[object]:
    """JSON a thousand brackets deep, or text that is not UTF-8."""
    return problem(connection, PLAIN[400], 400, "The request cannot be read.")


def on_http(connection: Connection, refused: HTTPException) -> Response[object]:
    status = refused.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return on_error(connection, refused)
    phrase = HTTPStatus(status).phrase
    code = PLAIN.get(status, f"http.{status}")
    return problem(connection, code, status, f"{phrase}.", headers=dict(refused.headers or {}))


def on_already_done(connection: Connection, repeated: AlreadyDone) -> Response[object]:
    """The answer of the first time, marked as such."""
    opt = connection.scope["route_handler"].opt
    customer = connection.path_params.get("customer")
    if "status_url" in opt:
        url = str(opt["status_url"]).format(customer=customer, id=repeated.answer.id)
        return accepted(repeated.answer, url, replayed=True)  # type: ignore[return-value]
    return done(repeated.answer, replayed=True)  # type: ignore[return-value]


def on_not_modified(_: Connection, same: NotModified) -> Response[None]:
    return Response(None, status_code=304, headers=same.headers)


def on_unreachable(connection: Connection, _: Exception) -> Response[object]:
    return problem(
        connection,
        PLAIN[503],
        503,
        "The database cannot be reached right now; try again.",
        headers={"Retry-After": str(_WAIT_SECONDS)},
    )


def on_error(connection: Connection, error: Exception) -> Response[object]:
    """Where it happened goes to the log; what it said stays unsaid: it may hold somebody's data."""
    request_id = connection.scope["state"]["request_id"]
    logger().error("unexpected", exc_info=error, request_id=request_id)
    return problem(
        connection, PLAIN[500], 500, "Something went wrong on our side; quote the request id."
    )


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Refusal: on_refusal,
    AlreadyDone: on_already_done,
    NotModified: on_not_modified,
    ValidationException: on_invalid,
    HTTPException: on_http,
    RecursionError: on_nonsense,
    UnicodeDecodeError: on_nonsense,
    OperationalError: on_unreachable,
    InterfaceError: on_unreachable,
    PoolExhausted: on_unreachable,
    Exception: on_error,
}
