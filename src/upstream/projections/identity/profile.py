"""Who is this person, and at which customers in which role?"""

from uuid import UUID

import msgspec
from sqlalchemy import text

from upstream.domain.identity.roles import Role
from upstream.domain.units import PLATFORM, CustomerId
from upstream.infrastructure.database import Database

_PERSON = text(
    "SELECT p.person_id, p.email, p.name, a.person_id IS NOT NULL AS administrator"
    " FROM people p LEFT JOIN administrators a USING (person_id)"
    " WHERE p.customer_id = :platform AND p.person_id = :person_id"
)
_CUSTOMERS = text(
    "SELECT customer_id AS id, slug, name, time_zone, role"
    " FROM memberships JOIN customers USING (customer_id)"
    " WHERE person_id = :person_id ORDER BY name, slug"
)
_NAMES = text(
    "SELECT person_id, name FROM people"
    " WHERE customer_id = :platform AND person_id = ANY (:person_ids)"
)


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    id: CustomerId
    slug: str
    name: str
    time_zone: str
    role: Role


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    email: str
    name: str
    administrator: bool
    customers: list[Membership]


def profile(database: Database, person_id: UUID) -> Profile:
    """Of somebody who is signed in, so there is such a person."""
    asked = {"platform": PLATFORM, "person_id": person_id}
    with database.customer(PLATFORM) as connection:
        person = connection.execute(_PERSON, asked).one()
        rows = connection.execute(_CUSTOMERS, {"person_id": person_id}).mappings().all()
    return Profile(
        id=person.person_id,
        email=person.email,
        name=person.name,
        administrator=person.administrator,
        customers=[msgspec.convert(dict(row), Membership) for row in rows],
    )


def names_of(database: Database, person_ids: list[UUID]) -> dict[UUID, str]:
    """What to call these people, for whoever may see what they did."""
    asked = {"platform": PLATFORM, "person_ids": person_ids}
    with database.customer(PLATFORM) as connection:
        return {row.person_id: row.name for row in connection.execute(_NAMES, asked)}
