"""A session: opened by signing in, over after signing out or being revoked; it never reopens."""

from dataclasses import dataclass
from uuid import UUID

from upstream.domain.decider import Decider
from upstream.domain.identity.commands import SessionCommand, SignIn, SignOut
from upstream.domain.identity.events import SessionEvent, SessionRevoked, SignedIn, SignedOut
from upstream.domain.identity.refusals import SessionOver


@dataclass(frozen=True, slots=True)
class Unopened: ...


@dataclass(frozen=True, slots=True)
class Open:
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Over: ...


Session = Unopened | Open | Over


def decide(command: SessionCommand, session: Session) -> tuple[SessionEvent, ...]:
    match command:
        case SignIn():
            return _sign_in(command, session)
        case SignOut():
            return _sign_out(command, session)


def _sign_in(command: SignIn, session: Session) -> tuple[SessionEvent, ...]:
    match session:
        case Unopened():
            return (SignedIn(person_id=command.person_id, channel=command.channel),)
        case Open():
            return ()
        case Over():
            raise SessionOver("This session has ended; a new one begins with signing in.")


def _sign_out(command: SignOut, session: Session) -> tuple[SessionEvent, ...]:
    match session:
        case Open(person_id=person_id) if command.revoked:
            return (SessionRevoked(person_id=person_id, reason="refresh_token_reused"),)
        case Open(person_id=person_id):
            return (SignedOut(person_id=person_id),)
        case Unopened() | Over():
            return ()


def evolve(_: Session, event: SessionEvent) -> Session:
    match event:
        case SignedIn(person_id=person_id):
            return Open(person_id)
        case SignedOut() | SessionRevoked():
            return Over()


decider: Decider[SessionCommand, Session, SessionEvent] = Decider(
    "session", Unopened(), decide, evolve
)
