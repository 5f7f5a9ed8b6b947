"""A person is registered once; who has the e-mail address is a reservation's business."""

from dataclasses import dataclass

from upstream.domain.decider import Decider
from upstream.domain.identity.commands import RegisterPerson
from upstream.domain.identity.email import normalised
from upstream.domain.identity.events import PersonRegistered


@dataclass(frozen=True, slots=True)
class Person:
    registered: bool = False


def decide(command: RegisterPerson, person: Person) -> tuple[PersonRegistered, ...]:
    if person.registered:
        return ()
    email = normalised(command.email)
    return (
        PersonRegistered(
            email=email, name=command.name.strip() or email, administrator=command.administrator
        ),
    )


def evolve(_: Person, __: PersonRegistered) -> Person:
    return Person(registered=True)


decider: Decider[RegisterPerson, Person, PersonRegistered] = Decider(
    "person", Person(), decide, evolve
)
