"""Who works at this customer, and in which role?"""

from uuid import UUID

import msgspec
from sqlalchemy import text

from upstream.domain.identity.roles import Role
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.projections.identity.profile import names_of

_MEMBERS = text("SELECT person_id, role FROM memberships WHERE customer_id = :customer_id")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    person_id: UUID
    name: str
    role: Role


def members(database: Database, customer_id: CustomerId) -> list[Member]:
    """In the order of their names."""
    with database.control() as connection:
        rows = connection.execute(_MEMBERS, {"customer_id": customer_id}).all()
    names = names_of(database, [row.person_id for row in rows])
    found = [
        Member(person_id=row.person_id, name=names[row.person_id], role=row.role) for row in rows
    ]
    return sorted(found, key=lambda member: (member.name, member.role))
