"""completed | failed | cancelled → withdrawing → withdrawn: what an upload said is taken back.

Commit by commit, so progress is told and a crash loses nothing.
"""

from dataclasses import dataclass, replace

from upstream.domain.messages import Command, Event
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.reasons import sound_reason
from upstream.domain.uploads.received import UploadReceived
from upstream.domain.uploads.refusals import (
    NothingToWithdraw,
    OutOfTurn,
    WithdrawalReasonMissing,
)


class WithdrawUpload(Command):
    """`reason` is a person's own words; they stand in the audit."""

    reason: str


class AdvanceWithdrawal(Command):
    """What the chunk with this number said was taken out; `claims` are those that changed by it."""

    chunk: int
    claims: int


class CompleteWithdrawal(Command):
    """Nothing the upload said counts any more."""


class StallWithdrawal(Command):
    code: str


WithdrawalCommand = AdvanceWithdrawal | CompleteWithdrawal | StallWithdrawal


class WithdrawalRequested(Event, tag="uploads.withdrawal_requested.v1"):
    """A person takes the upload back. Its claims leave current views; history keeps them."""

    reason: str


class WithdrawalAdvanced(Event, tag="uploads.withdrawal_advanced.v1"):
    """In the very commit that takes this chunk's sightings out of their claims."""

    chunk: int
    claims: int
    """So far, this chunk included."""


class WithdrawalStalled(Event, tag="uploads.withdrawal_stalled.v1"):
    """It stopped by our fault; asked for once more, it goes on where it is."""

    code: str


class UploadWithdrawn(Event, tag="uploads.withdrawn.v1"):
    """The same file may be uploaded again."""

    claims: int


WithdrawalEvent = WithdrawalRequested | WithdrawalAdvanced | WithdrawalStalled | UploadWithdrawn


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """`chunks` of the upload's are done."""

    file: UploadReceived
    totals: Counts
    reason: str
    chunks: int = 0
    claims: int = 0
    stalled: bool = False


def request(reason: str, *, how: str, totals: Counts) -> tuple[WithdrawalRequested, ...]:
    """Of an upload that has ended. Raises `NothingToWithdraw`, `WithdrawalReasonMissing`."""
    if how == "withdrawn":
        return ()
    if not totals.claims_touched and not totals.rows_repeated:
        raise NothingToWithdraw("no claim was recorded from this upload", status=how)
    return (WithdrawalRequested(reason=_sound(reason)),)


def request_again(reason: str, withdrawing: Withdrawing) -> tuple[WithdrawalRequested, ...]:
    """While it goes on nothing has to be asked; where it stalled, it goes on."""
    if not withdrawing.stalled:
        return ()
    return (WithdrawalRequested(reason=_sound(reason)),)


def carry_on(command: WithdrawalCommand, withdrawing: Withdrawing) -> tuple[WithdrawalEvent, ...]:
    match command:
        case AdvanceWithdrawal(chunk=chunk, claims=claims):
            if chunk != withdrawing.chunks + 1:
                raise OutOfTurn("another worker has taken this part out")
            return (WithdrawalAdvanced(chunk=chunk, claims=withdrawing.claims + claims),)
        case CompleteWithdrawal():
            return (UploadWithdrawn(claims=withdrawing.claims),)
        case StallWithdrawal(code=code):
            return () if withdrawing.stalled else (WithdrawalStalled(code=code),)


def further(
    withdrawing: Withdrawing, event: WithdrawalRequested | WithdrawalAdvanced | WithdrawalStalled
) -> Withdrawing:
    match event:
        case WithdrawalRequested(reason=reason):
            return replace(withdrawing, reason=reason, stalled=False)
        case WithdrawalAdvanced(chunk=chunk, claims=claims):
            return replace(withdrawing, chunks=chunk, claims=claims)
        case WithdrawalStalled():
            return replace(withdrawing, stalled=True)


def _sound(reason: str) -> str:
    missing = WithdrawalReasonMissing("say why the upload is withdrawn", field="reason")
    return sound_reason(reason, missing)
