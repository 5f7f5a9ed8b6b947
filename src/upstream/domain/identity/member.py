"""A member: one person at one customer, in one role."""

from dataclasses import dataclass

from upstream.domain.decider import Decider
from upstream.domain.identity.commands import GiveRole
from upstream.domain.identity.events import MemberAdded, MemberRoleChanged, MembershipEvent
from upstream.domain.identity.roles import Role


@dataclass(frozen=True, slots=True)
class Member:
    role: Role | None = None


def decide(command: GiveRole, member: Member) -> tuple[MembershipEvent, ...]:
    if member.role == command.role:
        return ()
    if member.role is None:
        return (MemberAdded(person_id=command.person_id, role=command.role),)
    return (MemberRoleChanged(person_id=command.person_id, before=member.role, after=command.role),)


def evolve(_: Member, event: MembershipEvent) -> Member:
    match event:
        case MemberAdded(role=role):
            return Member(role)
        case MemberRoleChanged(after=role):
            return Member(role)


decider: Decider[GiveRole, Member, MembershipEvent] = Decider("member", Member(), decide, evolve)
