"""Which claim a row is about."""

from msgspec.structs import replace
from tests.support.claim_log import PENDING
from tests.support.claim_rows import KEY, layout_of

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.identity import natural_key, natural_keys
from upstream.domain.claims.rows import RowRules

UNNUMBERED = replace(PENDING, claim_ref=None)
OF_A_PATIENT = replace(UNNUMBERED, patient_pseudonym="0f4c")


def test_a_number_counts_together_with_its_payer() -> None:
    """A provider's number repeats for the secondary payer."""
    secondary = replace(PENDING, payer="Cigna")
    shouted = replace(PENDING, payer=PENDING.payer.upper())

    assert natural_key(PENDING) != natural_key(secondary)
    assert natural_key(PENDING) == natural_key(shouted)


def test_without_a_number_a_patients_claim_is_known_by_what_lasts() -> None:
    decided = replace(OF_A_PATIENT, outcome="DENIED", decided_on=PENDING.submitted_on)
    other = replace(OF_A_PATIENT, patient_pseudonym="1a2b")

    assert natural_key(OF_A_PATIENT) == natural_key(decided)
    assert natural_key(OF_A_PATIENT) != natural_key(other)


def test_without_number_and_patient_every_fact_counts() -> None:
    """Else two patients' claims of one day would be taken for one claim that changed."""
    decided = replace(UNNUMBERED, outcome="DENIED", decided_on=PENDING.submitted_on)

    assert natural_key(UNNUMBERED) != natural_key(decided)
    assert natural_key(UNNUMBERED) == natural_key(replace(UNNUMBERED))


def test_many_keys_at_once_are_the_same_keys() -> None:
    claims = [PENDING, UNNUMBERED, OF_A_PATIENT]

    assert natural_keys(claims) == [natural_key(claim) for claim in claims]
    assert natural_keys(claims[:1]) == [natural_key(PENDING)]


def test_a_patients_reference_is_never_kept_in_clear() -> None:
    layout = layout_of("payer", "cpt", "submitted_date", "outcome", "patient_id")
    row = ["Aetna", "99213", "2025-01-02", "", "PAT000298"]
    mine = RowRules(layout, KEY).verdict(row)
    elsewhere = RowRules(layout, b"another customer's key").verdict(row)

    assert isinstance(mine, ClaimFacts)
    assert isinstance(elsewhere, ClaimFacts)
    assert mine.patient_pseudonym
    assert mine.patient_pseudonym != elsewhere.patient_pseudonym
    assert "PAT000298" not in repr(mine)
