"""No personal data strays into the log: each part's texts are screened before it is recorded."""

from itertools import compress
from typing import Final

from msgspec.structs import replace

from upstream.application.settings import opened, settings_of
from upstream.application.uploads.checking import About, Checked
from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.layout import Layout
from upstream.domain.claims.personal import PseudonymMemo
from upstream.domain.claims.screening import Screen, Screened
from upstream.domain.personal.kinds import PersonalCells, Screening, added_up
from upstream.domain.personal.texts import Finder
from upstream.domain.units import CustomerId
from upstream.domain.uploads.file_problem import FileProblem
from upstream.infrastructure.customer_keys import pseudonym_key
from upstream.infrastructure.log import EventLog

REFUSED: Final = "row.personal_data"
_TAKE_BACK: Final = "take_back_reference"


def with_screening(
    layout: Layout, log: EventLog, customer_id: CustomerId, *, released: bool
) -> Layout | FileProblem:
    """How the rows of this file will be screened: as the customer's settings say now, or masked
    where the file was `released` from quarantine.

    A customer that refuses personal data is told in which columns of the file it is.
    """
    settings, version = settings_of(log, customer_id)
    if released:
        settings = replace(settings, personal_data="mask")
    brought = [one for one in layout.found if one.treatment == "not_stored"]
    if settings.personal_data == "refuse" and brought:
        told = "; ".join(f"{one.header} ({one.kind.replace('_', ' ')})" for one in brought)
        detail = (
            f"Columns of this file hold personal data: {told}. By your settings such files are not"
            " taken in; leave these columns out. Nothing of the file was stored but the sealed"
            " file itself."
        )
        return FileProblem(code="upload.personal_data", detail=detail)
    known = layout.screening or Screening()
    screening = replace(known, policy=settings.personal_data, settings_version=version)
    return replace(layout, screening=screening)


def check_for_personal_data(about: About) -> "PersonalDataCheck":
    return PersonalDataCheck(about.log, about.secret_key, about.customer_id, about.upload.layout)


class PersonalDataCheck:
    """Masks what it finds, or moves the row to the rejected, as the customer wants it.

    Sensitive words are those there were when the file was accepted.
    """

    keeps_in_mind = False

    def __init__(
        self, log: EventLog, secret_key: str, customer_id: CustomerId, layout: Layout
    ) -> None:
        screening = layout.screening or Screening()
        self._policy = screening.policy
        memo = PseudonymMemo(pseudonym_key(secret_key, customer_id))
        settings, _ = settings_of(log, customer_id, version=screening.settings_version)
        finder = Finder(layout.today, opened(secret_key, customer_id, settings))

        def pseudonym(reference: str) -> str | None:
            found = memo[reference]
            assert not isinstance(found, Fault), "a pseudonym cannot be at fault"
            return found

        self._screen = Screen(finder, screening, pseudonym)

    def __call__(self, checked: Checked) -> Checked:
        checked = self._without_people_in_payments(checked)
        screened = self._screen(checked.part.understood)
        if not screened.cells and screened.understood is checked.part.understood:
            return checked
        understood = screened.understood
        if self._policy == "refuse":
            understood = _taken_out(screened)
        part = checked.part._replace(understood=understood)
        return checked._replace(part=part, personal=checked.personal + screened.cells)

    def _without_people_in_payments(self, checked: Checked) -> Checked:
        """Payers name patients in the references of take-backs (PLB03-2)."""
        found: list[PersonalCells] = []
        payments = []
        for payment in checked.part.remittances:
            adjustments = []
            for one in payment.facts.adjustments:
                text, kinds = self._screen.reference(one.reference or "")
                found += [PersonalCells(_TAKE_BACK, kind, 1, (payment.line,)) for kind in kinds]
                adjustments.append(replace(one, reference=text) if kinds else one)
            facts = replace(payment.facts, adjustments=tuple(adjustments))
            payments.append(replace(payment, facts=facts))
        if not found:
            return checked
        part = checked.part._replace(remittances=tuple(payments))
        return checked._replace(part=part, personal=added_up(tuple(found)))


def _taken_out(screened: Screened) -> Understood:
    known = screened.understood
    stays = [place not in screened.rows for place in range(len(known.facts))]
    refused = [
        RejectedRow(known.lines[place], tuple(Fault(column, REFUSED) for column in columns))
        for place, columns in sorted(screened.rows.items())
    ]
    return known._replace(
        lines=list(compress(known.lines, stays)),
        keys=list(compress(known.keys, stays)),
        facts=list(compress(known.facts, stays)),
        rejected=sorted([*known.rejected, *refused], key=lambda row: row.line),
    )
