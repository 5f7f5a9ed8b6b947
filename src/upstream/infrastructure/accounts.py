"""People, their password hashes and memberships: written with the events that say so."""

from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from upstream.domain.identity.events import PersonRegistered
from upstream.domain.identity.roles import Role
from upstream.domain.units import PLATFORM, CustomerId

_ADD_PERSON = text(
    "INSERT INTO people (customer_id, person_id, email, name)"
    " VALUES (:customer_id, :person_id, :email, :name)"
)
_ADD_CREDENTIALS = text(
    "INSERT INTO credentials (customer_id, person_id, password_hash)"
    " VALUES (:customer_id, :person_id, :password_hash)"
)
_ADD_ADMINISTRATOR = text("INSERT INTO administrators (person_id) VALUES (:person_id)")
_REHASH = text(
    "UPDATE credentials SET password_hash = :password_hash, changed_at = clock_timestamp()"
    " WHERE customer_id = :customer_id AND person_id = :person_id"
)
_GIVE_ROLE = text(
    "INSERT INTO memberships (customer_id, person_id, role)"
    " VALUES (:customer_id, :person_id, :role)"
    " ON CONFLICT (customer_id, person_id) DO UPDATE SET role = excluded.role"
)
_ACCOUNT = text(
    "SELECT person_id, password_hash FROM people JOIN credentials USING (customer_id, person_id)"
    " WHERE customer_id = :customer_id AND email = :email"
)
_CUSTOMERS_OF = text(
    "SELECT customer_id FROM memberships WHERE person_id = :person_id ORDER BY customer_id"
)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What signing in needs to know. The hash never leaves the process."""

    person_id: UUID
    password_hash: str


def add_person(
    connection: Connection, person_id: UUID, person: PersonRegistered, password_hash: str
) -> None:
    """Inside the platform's transaction."""
    key = {"customer_id": PLATFORM, "person_id": person_id}
    connection.execute(_ADD_PERSON, {**key, "email": person.email, "name": person.name})
    connection.execute(_ADD_CREDENTIALS, {**key, "password_hash": password_hash})
    if person.administrator:
        connection.execute(_ADD_ADMINISTRATOR, {"person_id": person_id})


def rehash(connection: Connection, person_id: UUID, password_hash: str) -> None:
    """Inside the platform's transaction."""
    key = {"customer_id": PLATFORM, "person_id": person_id}
    connection.execute(_REHASH, {**key, "password_hash": password_hash})


def give_role(connection: Connection, customer_id: CustomerId, person_id: UUID, role: Role) -> None:
    row = {"customer_id": customer_id, "person_id": person_id, "role": role}
    connection.execute(_GIVE_ROLE, row)


def account_of(connection: Connection, email: str) -> Account | None:
    """Inside the platform's transaction; `email` is normalised."""
    row = connection.execute(_ACCOUNT, {"customer_id": PLATFORM, "email": email}).first()
    return Account(person_id=row.person_id, password_hash=row.password_hash) if row else None


def customers_of(connection: Connection, person_id: UUID) -> list[CustomerId]:
    found = connection.execute(_CUSTOMERS_OF, {"person_id": person_id}).scalars()
    return [CustomerId(customer_id) for customer_id in found]
