"""A payment is told of by files; the same payment told twice is one payment."""

from dataclasses import dataclass

from upstream.domain.decider import Decider
from upstream.domain.messages import Command
from upstream.domain.remittances.events import (
    RemittanceEvent,
    RemittanceRecorded,
    RemittanceSeenAgain,
    RemittanceWithdrawn,
)
from upstream.domain.remittances.facts import KIND, RemittanceFacts, Telling
from upstream.domain.units import StreamId


class RecordRemittance(Command):
    """A file tells of a payment; `line` is where."""

    facts: RemittanceFacts
    upload_id: StreamId
    line: int


class WithdrawRemittance(Command):
    """What this upload told of the payment is to count no more."""

    upload_id: StreamId


@dataclass(frozen=True, slots=True)
class Remittance:
    """Unknown while nobody tells of it."""

    tellings: tuple[Telling, ...] = ()
    """The latest last; each upload once."""

    def is_told_by(self, upload_id: StreamId) -> bool:
        return any(one.upload_id == upload_id for one in self.tellings)


def decide(
    command: RecordRemittance | WithdrawRemittance, remittance: Remittance
) -> tuple[RemittanceEvent, ...]:
    match command:
        case RecordRemittance(facts=facts, upload_id=upload_id, line=line):
            if remittance.is_told_by(upload_id):
                # One file that names a payment twice tells of it once.
                return ()
            event = RemittanceSeenAgain if remittance.tellings else RemittanceRecorded
            return (event(facts=facts, upload_id=upload_id, line=line),)
        case WithdrawRemittance(upload_id=upload_id):
            if not remittance.is_told_by(upload_id):
                return ()
            left = _without(remittance, upload_id)
            return (RemittanceWithdrawn(upload_id=upload_id, left=left[-1] if left else None),)


def evolve(remittance: Remittance, event: RemittanceEvent) -> Remittance:
    match event:
        case RemittanceRecorded(facts=facts, upload_id=upload_id, line=line):
            return Remittance((Telling(upload_id, line, facts),))
        case RemittanceSeenAgain(facts=facts, upload_id=upload_id, line=line):
            return Remittance((*remittance.tellings, Telling(upload_id, line, facts)))
        case RemittanceWithdrawn(upload_id=upload_id):
            return Remittance(_without(remittance, upload_id))


def _without(remittance: Remittance, upload_id: StreamId) -> tuple[Telling, ...]:
    return tuple(one for one in remittance.tellings if one.upload_id != upload_id)


decider: Decider[RecordRemittance | WithdrawRemittance, Remittance, RemittanceEvent] = Decider(
    KIND, Remittance(), decide, evolve
)
