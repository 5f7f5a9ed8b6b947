"""What a reader of transactions gives: claims with their places, and whole payments."""

from datetime import date
from typing import Final, NamedTuple

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.outcomes import date_fault
from upstream.domain.claims.personal import PseudonymMemo


class Entry(NamedTuple):
    """One claim of the file, or why it cannot be one."""

    line: int
    """The number of its first segment: CLP, CLM, or the STC of a status."""
    offset: int
    claim: ClaimFacts | tuple[Fault, ...]
    silent: frozenset[str] = frozenset()
    """What this claim does not say though others of its kind do."""


class Rules(NamedTuple):
    """What reading a claim depends on besides the file."""

    latest: date
    """A decision after this day is refused: the day of the upload, and one for the time zones."""
    pseudonyms: PseudonymMemo

    def pseudonym(self, patient: str) -> str | None:
        found = self.pseudonyms[patient]
        assert not isinstance(found, Fault)
        return found


PAYER_MISSING: Final = Fault("payer", "row.missing")
SUBMITTED_MISSING: Final = Fault("submitted_date", "row.missing")


def faults_of_dates(rules: Rules, submitted_on: date, decided_on: date | None) -> list[Fault]:
    """The same bounds as for a row of a table."""
    found = []
    for column, day in (("submitted_date", submitted_on), ("decided_date", decided_on)):
        if day is not None and day > rules.latest:
            found.append(Fault(column, "row.date_in_future"))
    impossible = None if found else date_fault(submitted_on, decided_on)
    return found + ([impossible] if impossible else [])
