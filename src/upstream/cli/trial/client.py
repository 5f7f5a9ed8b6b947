"""Who uses a trial: one person of one customer, over HTTP like everybody else."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import msgspec

from upstream.application import identity
from upstream.application.customers import Customer
from upstream.cli.trial.installation import Trial
from upstream.domain.context import Context
from upstream.domain.identity.commands import RegisterCustomer, RegisterPerson
from upstream.domain.units import PLATFORM
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.settings import Settings

_PART_BYTES: Final = 1 << 20
_TIMEOUT_SECONDS: Final = 120

Sent = Callable[[int], None]
"""Told how many bytes of a file have gone out so far."""


class Unexpected(Exception):
    """The API answered something else than it had to."""


class _Token(msgspec.Struct):
    access_token: str


class _Accepted(msgspec.Struct):
    id: UUID
    position: int


def nobody(_: int) -> None:
    """The empty `Sent`."""


class Client:
    """`Client.registered(trial, slug)` makes a customer and its owner, then speaks for them."""

    def __init__(self, settings: Settings, customer: Customer, email: str, password: str) -> None:
        self.customer = customer
        self._settings = settings
        self._email, self._password = email, password
        self._token = ""
        self._connection = self._connected()

    @classmethod
    def registered(cls, trial: Trial, slug: str) -> "Client":
        """Closed at the end of the trial."""
        settings = trial.settings
        database = Database(settings.database_url, pool_size=1)
        log = EventLog(database)
        doors = identity.open_doors(log, data=settings.data, secret_key=settings.secret_key)
        context = _context()
        command = RegisterCustomer(slug=slug, name=slug.title(), time_zone="UTC")
        customer = identity.register_customer(log, command, context)
        email, password = f"owner@{slug}.example", secrets.token_urlsafe(16)
        owner = RegisterPerson(email=email, name="Owner")
        person = identity.register_person(log, doors.passwords, owner, password, context)
        identity.add_member(log, customer.customer_id, person, "owner", context)
        database.close()
        client = cls(settings, customer, email, password)
        trial.at_end(client.close)
        return client

    def close(self) -> None:
        self._connection.close()

    def get(self, path: str) -> bytes:
        """A document below the customer's own address. The connection is kept open."""
        return self._answer("GET", f"/api/v1/customers/{self.customer.slug}/{path}")

    def page(self, path: str) -> bytes:
        """A page of the console, as the same person."""
        return self._answer("GET", f"/customers/{self.customer.slug}/{path}")

    def upload(self, file: Path, *, key: str | None = None, sent: Sent = nobody) -> UUID:
        """Multipart, streamed. The same `key` again gets the same answer. Raises OSError."""
        boundary = uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file";'
            f' filename="{file.name}"\r\nContent-Type: text/csv\r\n\r\n'
        ).encode()
        tail = f"\r\n--{boundary}--\r\n".encode()
        headers = self._headers() | {"Idempotency-Key": key or uuid4().hex}
        self._connection.close()
        connection = self._connected()
        connection.putrequest("POST", f"/api/v1/customers/{self.customer.slug}/uploads")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", f"multipart/form-data; boundary={boundary}")
        connection.putheader("Content-Length", str(len(head) + file.stat().st_size + len(tail)))
        connection.endheaders(head)
        with file.open("rb") as body:
            while part := body.read(_PART_BYTES):
                connection.send(part)
                sent(body.tell())
        connection.send(tail)
        self._connection = connection
        answer = _checked(connection.getresponse())
        return msgspec.json.decode(answer, type=_Accepted).id

    def _answer(self, method: str, path: str) -> bytes:
        response = self._response(method, path)
        if response.status == 401:
            response.read()
            self._token = ""
            response = self._response(method, path)
        return _checked(response)

    def _response(self, method: str, path: str) -> HTTPResponse:
        """Over the open connection; over a new one where the server has closed it meanwhile."""
        try:
            self._connection.request(method, path, headers=self._headers())
            return self._connection.getresponse()
        except ConnectionError:
            self._connection.close()
            self._connection.request(method, path, headers=self._headers())
            return self._connection.getresponse()

    def _headers(self) -> dict[str, str]:
        if not self._token:
            self._token = self._signed_in()
        return {"Authorization": f"Bearer {self._token}"}

    def _signed_in(self) -> str:
        connection = self._connected()
        body = msgspec.json.encode({"email": self._email, "password": self._password})
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/api/v1/auth/token", body=body, headers=headers)
        answer = _checked(connection.getresponse())
        connection.close()
        return msgspec.json.decode(answer, type=_Token).access_token

    def _connected(self) -> HTTPConnection:
        return HTTPConnection(self._settings.host, self._settings.port, timeout=_TIMEOUT_SECONDS)


def _checked(response: HTTPResponse) -> bytes:
    body = response.read()
    if response.status not in {200, 202}:
        raise Unexpected(f"{response.status}: {body[:500].decode(errors='replace')}")
    return body


def _context() -> Context:
    return Context(
        customer_id=PLATFORM,
        actor="system:trial",
        command="trial.prepare",
        now=datetime.now(UTC),
        correlation_id=uuid4(),
    )
