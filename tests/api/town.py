"""Two customers, a person in every role at each, and a client that speaks for them."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from upstream.api.composition import Parts
from upstream.application import identity
from upstream.application.customers import Customer
from upstream.domain.context import Context
from upstream.domain.identity.commands import RegisterCustomer, RegisterPerson
from upstream.domain.identity.roles import ROLES
from upstream.domain.units import PLATFORM
from upstream.infrastructure.accounts import account_of
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.passwords import Passwords
from upstream.infrastructure.sessions import open_session
from upstream.infrastructure.settings import Settings
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up

OWNER = "owner@riverside.example"
PASSWORD = "correct horse battery staple"


class Api:
    """A client that speaks for whom it is told to."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self.client = client
        self._tokens: dict[str, str] = {}

    @property
    def parts(self) -> Parts:
        parts: Parts = self.client.app.state.parts
        return parts

    def token(self, email: str) -> str:
        """Of a session without the slow part: no password is asked."""
        if email not in self._tokens:
            session_id = uuid4()
            with self.parts.database.customer(PLATFORM) as connection:
                account = account_of(connection, email)
                assert account is not None
                open_session(connection, session_id, account.person_id, "api", session_id.hex)
            tokens = self.parts.doors.tokens
            self._tokens[email] = tokens.issue(account.person_id, session_id, datetime.now(UTC))
        return self._tokens[email]

    def headers(self, email: str | None, **more: str) -> dict[str, str]:
        bearer = {"Authorization": f"Bearer {self.token(email)}"} if email else {}
        return bearer | {name.replace("_", "-"): value for name, value in more.items()}

    def get(self, path: str, who: str | None = OWNER, **headers: str) -> Response:
        return self.client.get(path, headers=self.headers(who, **headers))

    def post(
        self,
        path: str,
        json: object = None,
        who: str | None = OWNER,
        **headers: str,
    ) -> Response:
        return self.client.post(path, json=json, headers=self.headers(who, **headers))


def projected(api: Api) -> None:
    """Bring every read model to the heads of the logs, as the projector process would."""
    database = Database(api.parts.settings.database_url, role=PROJECTOR, pool_size=2)
    catch_up(database, PROJECTIONS)
    database.close()


class Population(msgspec.Struct, frozen=True, kw_only=True):
    """Who there is: `people` by e-mail address."""

    riverside: Customer
    lakeside: Customer
    people: dict[str, UUID]


def settings_for(url: str, valkey_url: str, data: Path) -> Settings:
    return Settings(
        database_url=url,
        migrator_url=url,
        redis_url=valkey_url,
        secret_key="k" * 32,
        data=data,
    )


def populate(parts: Parts) -> Population:
    context = Context(
        customer_id=PLATFORM,
        actor="system:tests",
        command="tests",
        now=datetime.now(UTC),
        correlation_id=uuid4(),
    )
    people: dict[str, UUID] = {}
    customers = []
    for slug in ("riverside", "lakeside"):
        command = RegisterCustomer(slug=slug, name=slug.title(), time_zone="America/New_York")
        customer = identity.register_customer(parts.log, command, context)
        customers.append(customer)
        for role in ROLES:
            email = f"{role}@{slug}.example"
            people[email] = _register(parts, email, context)
            identity.add_member(parts.log, customer.customer_id, people[email], role, context)
    admin = "admin@upstream.example"
    people[admin] = _register(parts, admin, context, administrator=True)
    return Population(riverside=customers[0], lakeside=customers[1], people=people)


class _OneHash(Passwords):
    """Everybody has the same password here, so it is hashed once, not eleven times."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        super().__init__()

    def hashed(self, password: str) -> str:
        if password not in self._known:
            self._known[password] = super().hashed(password)
        return self._known[password]


@cache
def _passwords() -> Passwords:
    return _OneHash()


def _register(parts: Parts, email: str, context: Context, *, administrator: bool = False) -> UUID:
    command = RegisterPerson(
        email=email, name=email.split("@", maxsplit=1)[0].title(), administrator=administrator
    )
    return identity.register_person(parts.log, _passwords(), command, PASSWORD, context)
