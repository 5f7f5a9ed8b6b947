"""What tells who a patient is: known by its header, kept as a keyed pseudonym or not at all.

A best effort on headers; it does not look for names or numbers inside other cells.
"""

import hmac
import re
from collections.abc import Callable

from upstream.domain.claims.cells import Parse, said

_WHO = r"(?:patient|pt|member|subscriber|insured|guarantor|beneficiary|dependent|policy_?holder)"
_PERSONAL = re.compile(
    rf"""{_WHO}(?:_.*)?
    | (?:first|last|middle|full|given|family|maiden)_?name | surname | name
    | (?:.*_)?(?:dob|date_of_birth|birth_?date|birthday|birth_year|age)
    | (?:.*_)?(?:ssn|social_security(?:_.*)?|mrn|medical_record(?:_.*)?|mbi|hicn?|medicare_id)
    | (?:member|subscriber|policy|medicaid|beneficiary)_?(?:id|no|number)
    | (?:home_|mailing_)?(?:address|street)(?:_.*)? | city | zip(?:_?code)? | postal_code
    | (?:.*_)?(?:phone|mobile|fax|e_?mail)(?:_.*)?
    | gender | sex | race | ethnicity | marital_status | driver.?s?_licen[cs]e(?:_.*)?
    """,
    re.VERBOSE,
)
PSEUDONYM_HEX_DIGITS = 32
"""128 of the 256 bits: no two of a customer's patients will ever meet."""


def is_personal(header: str) -> bool:
    """True for a normalised header (`patient_name`) whose column must not be stored as it is."""
    return _PERSONAL.fullmatch(header) is not None


def pseudonyms(key: bytes) -> Callable[[str], str]:
    """HMAC-SHA-256 (RFC 2104) under the customer's key: the same patient, the same pseudonym."""
    keyed = hmac.new(key, digestmod="sha256")

    def pseudonym(reference: str) -> str:
        digest = keyed.copy()
        digest.update(reference.encode())
        return digest.hexdigest()[:PSEUDONYM_HEX_DIGITS]

    return pseudonym


def pseudonym_cell(key: bytes) -> Parse[str | None]:
    pseudonym = pseudonyms(key)

    def parse(cell: str) -> str | None:
        reference = said(cell)
        return reference and pseudonym(reference)

    return parse
