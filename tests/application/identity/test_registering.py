"""Customers and people come into being with their events, or not at all."""

from uuid import UUID

import pytest

from upstream.application import identity
from upstream.application.customers import Customer
from upstream.application.identity import Doors
from upstream.domain.context import Context
from upstream.domain.identity.commands import RegisterCustomer, RegisterPerson
from upstream.domain.identity.events import CustomerRegistered, MemberAdded, MemberRoleChanged
from upstream.domain.identity.refusals import EmailTaken, SlugTaken
from upstream.domain.streams import stream_of
from upstream.domain.units import PLATFORM
from upstream.infrastructure import entrance


def test_a_new_customer_has_a_log_that_begins_with_it(doors: Doors, riverside: Customer) -> None:
    stream_id = stream_of(riverside.customer_id, "customer", "self")
    (first,) = doors.log.read(riverside.customer_id, stream_id)

    assert first.position == 1
    assert first.event == CustomerRegistered(
        slug="riverside", name="Riverside", time_zone="America/New_York"
    )


def test_the_same_customer_again_changes_nothing(
    doors: Doors, riverside: Customer, context: Context
) -> None:
    command = RegisterCustomer(slug="riverside", name="Riverside", time_zone="America/New_York")
    assert identity.register_customer(doors.log, command, context) == riverside
    assert doors.log.head(riverside.customer_id) == 1


def test_a_short_name_is_not_taken_over(
    doors: Doors, riverside: Customer, context: Context
) -> None:
    command = RegisterCustomer(slug="riverside", name="Riverside South", time_zone="UTC")
    with pytest.raises(SlugTaken):
        identity.register_customer(doors.log, command, context)
    assert doors.log.head(riverside.customer_id) == 1


def test_an_address_belongs_to_one_person(doors: Doors, anna: UUID, context: Context) -> None:
    head = doors.log.head(PLATFORM)
    command = RegisterPerson(email="ANNA@riverside.example", name="Another Anna")
    with pytest.raises(EmailTaken):
        identity.register_person(doors.log, doors.passwords, command, "x", context)
    assert doors.log.head(PLATFORM) == head
    assert (
        identity.sign_in(
            doors, "anna@riverside.example", "correct horse battery staple", "api", context
        ).person_id
        == anna
    )


@pytest.mark.feature("ID-1")
def test_a_role_changes_at_once_and_says_what_it_was(
    doors: Doors, riverside: Customer, anna: UUID, context: Context
) -> None:
    opened = identity.sign_in(
        doors, "anna@riverside.example", "correct horse battery staple", "api", context
    )
    identity.add_member(doors.log, riverside.customer_id, anna, "viewer", context)

    entry = entrance.by_session(doors.database, opened.session_id, "riverside")
    assert entry is not None
    assert entry.role == "viewer"
    history = doors.log.read(
        riverside.customer_id, stream_of(riverside.customer_id, "member", str(anna))
    )
    assert [recorded.event for recorded in history] == [
        MemberAdded(person_id=anna, role="analyst"),
        MemberRoleChanged(person_id=anna, before="analyst", after="viewer"),
    ]
