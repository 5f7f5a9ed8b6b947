"""A whole X12 file is looked at before its first claim is recorded: is it one we can take?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from upstream.application.readers.x12.balance import Sums, difference_cents
from upstream.application.readers.x12.control import Control
from upstream.application.readers.x12.cross_check import Counted, SecondReader
from upstream.application.readers.x12.kinds import CLAIM, READ, REMITTANCE, SAID, STATUS, said
from upstream.application.readers.x12.remits import RemitClaim, RemitWalk
from upstream.application.readers.x12.segments import Segment, Unreadable, segments
from upstream.domain.uploads.file_problem import FileProblem

OFF_BALANCE_MAX: Final = 20
"""So many payments are named one by one in the notes."""


@dataclass(slots=True)
class Findings:
    """What a file is and holds."""

    control: Control = field(default_factory=Control)
    counted: Counted = field(default_factory=Counted)
    """Of the remittances."""
    submitted: int = 0
    statuses: int = 0
    provider_adjustments: int = 0
    sums: Sums = field(default_factory=Sums)
    off_balance: list[tuple[int, int]] = field(default_factory=list)
    """Payments that do not add up: their first segment, and by how many cents."""
    is_guessed: bool = False

    @property
    def claims(self) -> int:
        return self.counted.claims + self.submitted + self.statuses


def look_at(file: BinaryIO, *, test_files: bool) -> Findings | FileProblem:
    """Everything, twice: by our own reading and by another. `test_files`: a test is welcome."""
    found, second = Findings(), SecondReader()
    try:
        _walk(file, found, second)
    except Unreadable as unreadable:
        return unreadable.problem
    return _problem(found, second, test_files=test_files) or found


def _walk(file: BinaryIO, found: Findings, second: SecondReader) -> None:
    control = found.control
    walk: RemitWalk | None = None
    sums = Sums()
    for segment in segments(file):
        before = control.transaction
        is_envelope = control.feed(segment)
        going_on = control.transaction
        found.is_guessed |= segment.between.is_guessed
        if before and before is not going_on and walk:
            _add(found, sums, walk.end())
            _close(found, sums, walk)
            second.feed(segment, before)
            walk = None
        if going_on and going_on.number == REMITTANCE:
            if going_on is not before:
                walk, sums = RemitWalk(going_on), Sums()
            second.feed(segment, going_on)
            if walk and not is_envelope:
                _add(found, sums, walk.feed(segment))
        elif going_on:
            _tally(found, going_on.number, segment)
    control.end()


def _add(found: Findings, sums: Sums, claims: Iterator[RemitClaim]) -> None:
    for claim in claims:
        sums.add(claim)
        found.counted.add(claim)


def _close(found: Findings, sums: Sums, walk: RemitWalk) -> None:
    found.sums.claims_off += sums.claims_off
    found.sums.lines_off += sums.lines_off
    found.provider_adjustments += len(walk.payment.provider_adjustments)
    difference = difference_cents(walk.payment, sums.paid_cents)
    if difference:
        found.off_balance.append((walk.payment.transaction.began_at, difference))


def _tally(found: Findings, number: str, segment: Segment) -> None:
    if number == CLAIM and segment.id == "CLM":
        found.submitted += 1
    elif number == STATUS and segment.id == "STC":
        found.statuses += 1


def _problem(found: Findings, second: SecondReader, *, test_files: bool) -> FileProblem | None:
    control = found.control
    if not READ & control.sets.keys() and not (control.cut_off and not SAID.keys() & control.sets):
        return _no_claims_at_all(control)
    if control.cut_off:
        detail = (
            f"The file ends too early: {control.cut_off}. Nothing of it was recorded;"
            " fetch it again and upload it whole."
        )
        return FileProblem(code="upload.truncated", detail=detail)
    if control.is_test and not test_files:
        detail = (
            "The interchange says that it is a test (ISA15 is T). Nothing of it was recorded;"
            " to take it in all the same, upload it with test_files set to accept."
        )
        return FileProblem(code="upload.test_file", detail=detail)
    if not found.claims and not found.provider_adjustments:
        kinds = _listed([said(number) for number in sorted(control.sets)])
        detail = f"This is {kinds}, and there is no claim in it."
        return FileProblem(code="upload.no_claims", detail=detail)
    differences = found.counted.differences(second.end())
    if differences:
        detail = (
            "Two readers count this remittance differently, so nothing of it was recorded:"
            f" {_listed(differences)}. Please report the file's sender to your administrator."
        )
        return FileProblem(code="upload.cross_check_failed", detail=detail)
    return None


def _no_claims_at_all(control: Control) -> FileProblem:
    if not control.sets:
        detail = "This is an X12 interchange, but there is no transaction in it."
        return FileProblem(code="upload.no_claims", detail=detail)
    kinds = _listed([said(number) for number in sorted(control.sets)])
    detail = f"This is {kinds}; it tells of no claims. Upload an 835, 837 or 277."
    return FileProblem(code="upload.not_claims", detail=detail)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
