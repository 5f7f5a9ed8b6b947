"""Answers about a customer: the document, the position it shows, and whether it is news."""

from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response
from litestar.datastructures import Headers

from upstream.infrastructure.log import Answer

T = TypeVar("T")

POSITION = "Upstream-Position"


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What every command answers: what it changed, and where in the log that can be found."""

    id: UUID
    version: int
    position: int


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """Like `Done`, for work that goes on: `status_url` tells how far it is."""

    id: UUID
    version: int
    position: int
    status_url: str


def widened(kind: type[T], row: msgspec.Struct, **more: object) -> T:
    """A row of a read model as the document that also says more."""
    return kind(**{name: getattr(row, name) for name in row.__struct_fields__}, **more)


def shown(document: T, position: int) -> Response[T]:
    return Response(document, headers={POSITION: str(position)})


class NotModified(Exception):
    """The client has this version already (RFC 9110 §15.4.5); `headers` go with the answer."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("not modified")
        self.headers = headers


def record(document: T, position: int, version: int, asked: Headers) -> Response[T]:
    """One record with its ETag. Raises NotModified where the client has this version already."""
    tag = f'"v{version}"'
    headers = {POSITION: str(position), "ETag": tag}
    known = {part.strip().removeprefix("W/") for part in asked.get("if-none-match", "").split(",")}
    if tag in known or known == {"*"}:
        raise NotModified(headers)
    return Response(document, headers=headers)


def done(answer: Answer, *, replayed: bool = False) -> Response[Done]:
    """201 with the record's new version as ETag, so that the next command can name it."""
    document = Done(id=answer.id, version=answer.version, position=answer.position)
    return Response(document, status_code=201, headers=_headers(answer, replayed=replayed))


def accepted(answer: Answer, status_url: str, *, replayed: bool = False) -> Response[Accepted]:
    document = Accepted(
        id=answer.id, version=answer.version, position=answer.position, status_url=status_url
    )
    headers = _headers(answer, replayed=replayed) | {"Location": status_url}
    return Response(document, status_code=202, headers=headers)


def _headers(answer: Answer, *, replayed: bool) -> dict[str, str]:
    headers = {POSITION: str(answer.position), "ETag": f'"v{answer.version}"'}
    return headers | ({"Idempotent-Replayed": "true"} if replayed else {})
