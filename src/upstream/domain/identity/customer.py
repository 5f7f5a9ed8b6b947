"""A customer is registered once, under a slug that stays."""

import re
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from upstream.domain.decider import Decider
from upstream.domain.identity.commands import RegisterCustomer
from upstream.domain.identity.events import CustomerRegistered
from upstream.domain.identity.refusals import SlugInvalid, SlugTaken, TimeZoneUnknown

PLATFORM_SLUG: Final = "platform"
"""Not a customer: where the platform's own log is found."""

_SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,62}")


@dataclass(frozen=True, slots=True)
class Customer:
    registered: CustomerRegistered | None = None


def decide(command: RegisterCustomer, customer: Customer) -> tuple[CustomerRegistered, ...]:
    wanted = CustomerRegistered(slug=command.slug, name=command.name, time_zone=command.time_zone)
    if customer.registered == wanted:
        return ()
    if customer.registered or command.slug == PLATFORM_SLUG:
        raise SlugTaken("Another customer has that short name.")
    _check(command)
    return (wanted,)


def _check(command: RegisterCustomer) -> None:
    if not _SLUG.fullmatch(command.slug):
        raise SlugInvalid("A short name is 2 to 63 of a-z, 0-9 and -, and begins with a letter.")
    try:
        ZoneInfo(command.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise TimeZoneUnknown("That is not a time zone of the IANA database.") from unknown


def evolve(_: Customer, event: CustomerRegistered) -> Customer:
    return Customer(registered=event)


decider: Decider[RegisterCustomer, Customer, CustomerRegistered] = Decider(
    "customer", Customer(), decide, evolve
)
