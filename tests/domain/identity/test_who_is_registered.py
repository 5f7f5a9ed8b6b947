"""Customers, people and members: registered once, under names that can be found again."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.identity import customer, member, person
from upstream.domain.identity.commands import GiveRole, RegisterCustomer, RegisterPerson
from upstream.domain.identity.email import normalised
from upstream.domain.identity.events import (
    CustomerRegistered,
    MemberAdded,
    MemberRoleChanged,
    PersonRegistered,
)
from upstream.domain.identity.refusals import (
    EmailInvalid,
    SlugInvalid,
    SlugTaken,
    TimeZoneUnknown,
)
from upstream.domain.identity.roles import ROLES, Role

RIVERSIDE = RegisterCustomer(slug="riverside", name="Riverside", time_zone="America/New_York")
REGISTERED = CustomerRegistered(slug="riverside", name="Riverside", time_zone="America/New_York")
ANNA = UUID("5f1e1f5c-7a34-4a39-9a0e-0c4c3b8c8a11")


def test_a_customer_is_registered() -> None:
    assert customer.decide(RIVERSIDE, customer.Customer()) == (REGISTERED,)


def test_registering_the_same_customer_twice_is_not_news() -> None:
    assert customer.decide(RIVERSIDE, customer.decider.fold([REGISTERED])) == ()


def test_a_short_name_belongs_to_one_customer() -> None:
    other = RegisterCustomer(slug="riverside", name="Riverside South", time_zone="UTC")
    with pytest.raises(SlugTaken):
        customer.decide(other, customer.decider.fold([REGISTERED]))


def test_nobody_registers_as_the_platform() -> None:
    with pytest.raises(SlugTaken):
        customer.decide(
            RegisterCustomer(slug="platform", name="X", time_zone="UTC"), customer.Customer()
        )


@pytest.mark.parametrize("slug", ["", "x", "9lives", "River", "river side", "r" * 64, "über"])
def test_a_short_name_has_to_fit_a_url(slug: str) -> None:
    with pytest.raises(SlugInvalid):
        customer.decide(RegisterCustomer(slug=slug, name="X", time_zone="UTC"), customer.Customer())


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_has_to_exist(zone: str) -> None:
    with pytest.raises(TimeZoneUnknown):
        customer.decide(
            RegisterCustomer(slug="riverside", name="X", time_zone=zone), customer.Customer()
        )


def test_a_person_is_registered_under_one_spelling_of_the_address() -> None:
    command = RegisterPerson(email=" Anna@Riverside.EXAMPLE ", name="Anna Berg")
    assert person.decide(command, person.Person()) == (
        PersonRegistered(email="anna@riverside.example", name="Anna Berg"),
    )


def test_a_person_without_a_name_goes_by_the_address() -> None:
    command = RegisterPerson(email="anna@riverside.example", name=" ")
    assert person.decide(command, person.Person())[0].name == "anna@riverside.example"


def test_a_registered_person_is_not_registered_again() -> None:
    known = person.decider.fold([PersonRegistered(email="a@b.example", name="A")])
    assert person.decide(RegisterPerson(email="a@b.example", name="A"), known) == ()


@pytest.mark.parametrize(
    "email", ["", "anna", "a@b", "a b@c.example", "a@b@c.d", "a@b." + "c" * 254]
)
def test_what_cannot_be_a_mailbox_is_refused(email: str) -> None:
    with pytest.raises(EmailInvalid):
        normalised(email)


@given(st.emails())
def test_normalising_an_address_twice_changes_nothing(email: str) -> None:
    once = normalised(email)
    assert normalised(once) == once


@pytest.mark.parametrize("role", ROLES)
def test_a_person_becomes_a_member(role: Role) -> None:
    news = member.decide(GiveRole(person_id=ANNA, role=role), member.Member())
    assert news == (MemberAdded(person_id=ANNA, role=role),)
    assert member.decider.fold(news) == member.Member(role)


def test_the_same_role_again_is_not_news() -> None:
    owner = member.Member("owner")
    assert member.decide(GiveRole(person_id=ANNA, role="owner"), owner) == ()


def test_another_role_says_what_it_was_before() -> None:
    news = member.decide(GiveRole(person_id=ANNA, role="viewer"), member.Member("owner"))
    assert news == (MemberRoleChanged(person_id=ANNA, before="owner", after="viewer"),)
    assert member.decider.fold(news) == member.Member("viewer")
