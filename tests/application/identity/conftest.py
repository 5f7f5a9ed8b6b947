"""A platform with one customer, one member and one person who belongs to nobody."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from upstream.application import identity
from upstream.application.customers import Customer
from upstream.application.identity import Doors
from upstream.domain.context import Context
from upstream.domain.identity.commands import RegisterCustomer, RegisterPerson
from upstream.domain.units import PLATFORM
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog

PASSWORD = "correct horse battery staple"


@pytest.fixture
def doors(database: Database, tmp_path: Path) -> Doors:
    return identity.open_doors(EventLog(database), data=tmp_path, secret_key="k" * 32)


@pytest.fixture
def context() -> Context:
    return Context(
        customer_id=PLATFORM,
        actor="system:tests",
        command="tests",
        now=datetime.now(UTC),
        correlation_id=uuid4(),
        address="192.0.2.7",
    )


@pytest.fixture
def riverside(doors: Doors, context: Context) -> Customer:
    command = RegisterCustomer(slug="riverside", name="Riverside", time_zone="America/New_York")
    return identity.register_customer(doors.log, command, context)


@pytest.fixture
def anna(doors: Doors, context: Context, riverside: Customer) -> UUID:
    """An analyst at Riverside."""
    command = RegisterPerson(email="anna@riverside.example", name="Anna Berg")
    person_id = identity.register_person(doors.log, doors.passwords, command, PASSWORD, context)
    identity.add_member(doors.log, riverside.customer_id, person_id, "analyst", context)
    return person_id
