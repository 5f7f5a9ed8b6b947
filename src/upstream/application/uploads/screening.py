"""No personal data strays into the log: each part's texts are screened before it is recorded."""

from itertools import compress

from upstream.application.uploads.checking import About, Checked
from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.personal import PseudonymMemo
from upstream.domain.claims.screening import Screen, Screened
from upstream.domain.personal.kinds import Screening
from upstream.domain.personal.texts import Finder
from upstream.infrastructure.customer_keys import pseudonym_key

_CODES = {"refuse": "row.personal_data", "quarantine": "row.personal_data_held"}


def check_for_personal_data(about: About) -> "PersonalDataCheck":
    return PersonalDataCheck(about)


class PersonalDataCheck:
    """Masks what it finds, or moves the row to the rejected, as the customer wants it."""

    keeps_in_mind = False

    def __init__(self, about: About) -> None:
        layout = about.upload.layout
        screening = layout.screening or Screening()
        self._policy = screening.policy
        memo = PseudonymMemo(pseudonym_key(about.secret_key, about.customer_id))
        finder = Finder(layout.today)

        def pseudonym(reference: str) -> str | None:
            found = memo[reference]
            assert not isinstance(found, Fault), "a pseudonym cannot be at fault"
            return found

        self._screen = Screen(finder, screening, pseudonym)

    def __call__(self, checked: Checked) -> Checked:
        screened = self._screen(checked.part.understood)
        if not screened.cells and screened.understood is checked.part.understood:
            return checked
        understood = screened.understood
        if self._policy != "mask":
            understood = _taken_out(screened, _CODES[self._policy])
        part = checked.part._replace(understood=understood)
        return checked._replace(part=part, personal=screened.cells)


def _taken_out(screened: Screened, code: str) -> Understood:
    known = screened.understood
    stays = [place not in screened.rows for place in range(len(known.facts))]
    refused = [
        RejectedRow(known.lines[place], tuple(Fault(column, code) for column in columns))
        for place, columns in sorted(screened.rows.items())
    ]
    return known._replace(
        lines=list(compress(known.lines, stays)),
        keys=list(compress(known.keys, stays)),
        facts=list(compress(known.facts, stays)),
        rejected=sorted([*known.rejected, *refused], key=lambda row: row.line),
    )
