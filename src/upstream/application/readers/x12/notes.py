"""What is told to people about how an X12 file was read, and what does not add up in it."""

from collections.abc import Sequence
from typing import Final

from upstream.application.readers.x12.judging import Findings
from upstream.application.readers.x12.kinds import READ, said
from upstream.application.readers.x12.separators import Separators

NAMED_MAX: Final = 20
"""So many payments or miscounts are named one by one."""

_DECIDED: Final = (
    "Claims count as decided on the day of payment (BPR16); where that is missing or still to come,"
    " on the day the remittance was made (DTM*405, GS04)."
)
_SAID: Final = {"\n": "line ends", "\r": "line ends", "|": "vertical bars"}


def notes(found: Findings, between: Separators) -> tuple[str, ...]:
    """Sentences; none of them holds anything a claim says."""
    told = [*_kinds(found), *_separated(found, between)]
    if found.counted.claims:
        told += _dates(found)
    return (*told, *_limited(found.control.miscounts, "counts"), *_balance(found))


def _kinds(found: Findings) -> list[str]:
    sets = found.control.sets
    read = [f"{said(number)}: {sets[number]}" for number in sorted(sets) if number in READ]
    passed = [said(number) for number in sorted(sets) if number not in READ]
    told = [f"X12 transactions, {'; '.join(read)}. A line is the number of a segment."]
    if passed:
        told.append(f"Passed over, as it tells of no claims: {'; '.join(passed)}.")
    if found.control.is_test:
        told.append("The interchange says that it is a test (ISA15); it was let in on purpose.")
    return told


def _separated(found: Findings, between: Separators) -> list[str]:
    ends = between.terminator.decode("latin-1")
    told = []
    if (between.element, ends) != ("*", "~"):
        told.append(
            f"Elements are separated by {_shown(between.element)},"
            f" segments end with {_shown(ends)}."
        )
    if found.is_guessed:
        told.append("There is no interchange header (ISA); the separators are taken from the text.")
    return told


def _dates(found: Findings) -> list[str]:
    missing = found.counted.claims - found.counted.received
    told = [_DECIDED]
    if missing:
        told.append(
            f"{missing} of {found.counted.claims} claims do not say when the payer received them"
            " (DTM*050). Where the claim as sent is not known either, the first day of service"
            " stands for it, so days to decision are too many; without that day they are left out."
        )
    return told


def _balance(found: Findings) -> list[str]:
    off = [
        f"The payment that begins at segment {line} is {_dollars(cents)} more than its claims"
        " less the provider's adjustments."
        if cents > 0
        else f"The payment that begins at segment {line} is {_dollars(-cents)} less than its claims"
        " less the provider's adjustments."
        for line, cents in found.off_balance
    ]
    told = _limited(off, "payments")
    if found.sums.claims_off:
        told.append(
            f"Of {found.sums.claims_off} claims the charge less the adjustments is not"
            " what was paid."
        )
    if found.sums.lines_off:
        told.append(
            f"Of {found.sums.lines_off} lines the charge less the adjustments is not what was paid."
        )
    return told


def _limited(told: Sequence[str], what: str) -> list[str]:
    more = len(told) - NAMED_MAX
    kept = list(told[:NAMED_MAX])
    return [*kept, f"So it is with {more} more {what}."] if more > 0 else kept


def _shown(separator: str) -> str:
    return _SAID.get(separator, separator if separator.isprintable() else f"0x{ord(separator):02X}")


def _dollars(cents: int) -> str:
    return f"${cents // 100}.{cents % 100:02d}"
