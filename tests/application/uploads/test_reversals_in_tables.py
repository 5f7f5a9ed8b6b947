"""Files of rows that take payments back: the net is the correction, never a negative amount."""

import pytest
from tests.support.corpus import corpus
from tests.support.taking_in import Desk, csv_of

from upstream.domain.claims.claim import Known, decider
from upstream.domain.claims.faults import Fault
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import ChunkRecorded

PAID = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"


def known(desk: Desk, claim_ref: str = "C1") -> Known:
    claim = decider.fold(desk.claim(claim_ref))  # type: ignore[arg-type]  # a claim's own events
    assert isinstance(claim, Known)
    return claim


@pytest.mark.feature("IN-8", "IN-10")
@pytest.mark.parametrize("word", ["REVERSAL", "Reversed", "22", "PAID", "Takeback"])
@pytest.mark.parametrize("rows_max", [1, 10])
def test_a_pair_comes_to_its_correction(desk: Desk, word: str, rows_max: int) -> None:
    """A word says that it is one, or negative amounts do."""
    reversal = f"C1,Aetna,99213,2025-01-02,2025-02-10,{word},-150.00,-92.10,"
    correction = "C1,Aetna,99213,2025-01-02,2025-02-10,PAID,150.00,80.00,"
    ended = desk.take_in(csv_of(PAID, reversal, correction), rows_max=rows_max)
    facts = known(desk).facts

    assert ended.totals == Counts(rows_read=3, rows_new=1, rows_changed=2)
    assert (facts.outcome, facts.stage) == ("PAID", "corrected")
    assert (facts.billed_cents, facts.allowed_cents) == (15_000, 8_000)


@pytest.mark.feature("IN-10")
def test_every_row_of_the_pair_in_the_corpus_is_taken_in_and_none_is_a_denial(desk: Desk) -> None:
    """Its three rows have three numbers, so nothing says that they are one claim: the reversal is
    a claim of its own without a decision, with nothing allowed and nothing paid.
    """
    ended = desk.take_in(corpus("nasty", "30_reversal_pair.csv").read_bytes())
    facts = known(desk, "C0002").facts

    assert ended.totals == Counts(rows_read=3, rows_new=3)
    assert (facts.outcome, facts.stage, facts.denial_reason) == ("OTHER", "reversed", None)
    assert (facts.billed_cents, facts.allowed_cents) == (15_000, None)


@pytest.mark.feature("IN-10")
def test_amounts_of_both_signs_are_a_fault(desk: Desk) -> None:
    """Also where a plain row comes in the same chunk."""
    mixed = "C2,Aetna,99213,2025-01-02,2025-02-10,PAID,150.00,-92.10,"
    answer = desk.receive(csv_of(PAID, mixed))
    desk.record(answer.id)
    (chunk,) = desk.events_of(answer.id, ChunkRecorded)
    (rejected,) = chunk.rejected

    assert chunk.totals == Counts(rows_read=2, rows_new=1, rows_rejected=1)
    assert rejected.faults == (Fault("allowed_amount", "row.amount_negative"),)


@pytest.mark.feature("IN-8", "IN-9")
@pytest.mark.parametrize(
    ("word", "outcome", "stage"),
    [
        ("Appealed", "DENIED", "appealed"),
        ("In Appeal", "DENIED", "appealed"),
        ("Overturned", "PAID", "overturned"),
        ("Upheld", "DENIED", "upheld"),
        ("Written Off", "DENIED", "written_off"),
        ("write-off", "DENIED", "written_off"),
        ("VOID", "OTHER", "voided"),
    ],
)
def test_words_for_what_became_of_a_denial(desk: Desk, word: str, outcome: str, stage: str) -> None:
    denied = PAID.replace("PAID,150.00,92.10,", "DENIED,150.00,0.00,CO-197")
    desk.take_in(csv_of(denied))
    desk.take_in(csv_of(f"C1,Aetna,99213,2025-01-02,2025-03-01,{word},150.00,,"))
    claim = known(desk)

    assert (claim.facts.outcome, claim.facts.stage) == (outcome, stage)
    assert claim.first is not None
    assert claim.first.outcome == "DENIED"
