"""Patient references under a customer's key."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.claims.personal import PseudonymMemo
from upstream.domain.personal.headers import is_personal

KEY = bytes(range(32))

references = st.text("AP123 ", max_size=8) | st.sampled_from(["PAT-1", "PAT1\n", "é 1"])


@given(st.lists(references))
def test_a_pseudonym_is_the_hmac_of_the_reference(cells: list[str]) -> None:
    """As the standard library computes it, whichever of our ways a column takes."""
    memo = PseudonymMemo(KEY)
    expected = [
        hmac.digest(KEY, cell.strip().encode(), "sha256").hex()[:32] if cell.strip() else None
        for cell in cells
    ]

    assert memo.column(cells) == expected
    assert [memo[cell] for cell in cells] == expected


PERSONAL = (
    *("patient_name", "patient_id", "dob", "member_dob", "ssn", "mrn", "member_id", "first_name"),
    *("subscriber_address", "zip", "phone_number", "email", "gender", "insured_last_name"),
)


@pytest.mark.parametrize("header", PERSONAL)
def test_personal_columns_are_known_by_their_headers(header: str) -> None:
    assert is_personal(header)


@pytest.mark.parametrize(
    "header", ["payer_name", "claim_id", "provider_npi", "facility_name", "cpt"]
)
def test_other_columns_are_not(header: str) -> None:
    assert not is_personal(header)
