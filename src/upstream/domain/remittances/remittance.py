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
from upstream.domain.remittances.facts import KIND, RemittanceFacts
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
class Told:
    """What one upload said, the latest last."""

    upload_id: StreamId
    facts: RemittanceFacts


@dataclass(frozen=True, slots=True)
class Remittance:
    """Unknown while nobody tells of it."""

    tellings: tuple[Told, ...] = ()

    def told_by(self, upload_id: StreamId) -> RemittanceFacts | None:
        return next((one.facts for one in self.tellings if one.upload_id == upload_id), None)


def decide(
    command: RecordRemittance | WithdrawRemittance, remittance: Remittance
) -> tuple[RemittanceEvent, ...]:
    match command:
        case RecordRemittance(facts=facts, upload_id=upload_id, line=line):
            if remittance.told_by(upload_id) is not None:
                # One file that names a payment twice tells of it once.
                return ()
            event = RemittanceSeenAgain if remittance.tellings else RemittanceRecorded
            return (event(facts=facts, upload_id=upload_id, line=line),)
        case WithdrawRemittance(upload_id=upload_id):
            if remittance.told_by(upload_id) is None:
                return ()
            left = _without(remittance, upload_id)
            facts_left = left[-1].facts if left else None
            return (RemittanceWithdrawn(upload_id=upload_id, facts=facts_left),)


def evolve(remittance: Remittance, event: RemittanceEvent) -> Remittance:
    match event:
        case RemittanceRecorded(facts=facts, upload_id=upload_id):
            return Remittance((Told(upload_id, facts),))
        case RemittanceSeenAgain(facts=facts, upload_id=upload_id):
            return Remittance((*remittance.tellings, Told(upload_id, facts)))
        case RemittanceWithdrawn(upload_id=upload_id):
            return Remittance(_without(remittance, upload_id))


def _without(remittance: Remittance, upload_id: StreamId) -> tuple[Told, ...]:
    return tuple(one for one in remittance.tellings if one.upload_id != upload_id)


decider: Decider[RecordRemittance | WithdrawRemittance, Remittance, RemittanceEvent] = Decider(
    KIND, Remittance(), decide, evolve
)
