"""The directory of customers: who they are, in which time zone their days end."""

from uuid import UUID, uuid5

import msgspec
from sqlalchemy import text

from upstream.domain.units import PLATFORM, CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import CustomerUnknown

_ADD = text(
    "INSERT INTO customers (customer_id, slug, name, time_zone)"
    " VALUES (:customer_id, :slug, :name, :time_zone) ON CONFLICT DO NOTHING"
)
_OPEN_LOG = text(
    "INSERT INTO customer_log (customer_id) VALUES (:customer_id) ON CONFLICT DO NOTHING"
)
_FIND = text(
    "SELECT customer_id, slug, name, time_zone FROM customers"
    " WHERE slug = :key OR customer_id::text = :key"
)
_ALL = text("SELECT customer_id, slug, name, time_zone FROM customers ORDER BY slug")


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the directory. `time_zone` is an IANA name."""

    customer_id: CustomerId
    slug: str
    name: str
    time_zone: str = "UTC"


def open_customer(database: Database, *, slug: str, name: str, time_zone: str = "UTC") -> Customer:
    """Put a customer in the directory and open its empty log; a second call changes nothing."""
    customer_id = PLATFORM if slug == "platform" else CustomerId(uuid5(PLATFORM, slug))
    row = {"customer_id": customer_id, "slug": slug, "name": name, "time_zone": time_zone}
    with database.control() as connection:
        connection.execute(_ADD, row)
        connection.execute(_OPEN_LOG, {"customer_id": customer_id})
    return find_customer(database, slug)


def find_customer(database: Database, key: str | UUID) -> Customer:
    """By slug or id. Raises `CustomerUnknown`."""
    named = str(key)
    row = None
    if named.isprintable():  # PostgreSQL knows no text with a NUL in it
        with database.control() as connection:
            row = connection.execute(_FIND, {"key": named}).mappings().first()
    if row is None:
        raise CustomerUnknown("there is no such customer")
    return msgspec.convert(dict(row), Customer)


def customers(database: Database) -> list[Customer]:
    """Everyone but the platform itself, by slug."""
    with database.control() as connection:
        rows = connection.execute(_ALL).mappings().all()
    found = [msgspec.convert(dict(row), Customer) for row in rows]
    return [customer for customer in found if customer.customer_id != PLATFORM]
