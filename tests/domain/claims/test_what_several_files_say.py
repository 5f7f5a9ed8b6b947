"""What is known of a claim follows from what files said, in the order in which it happened."""

from itertools import permutations

import pytest
from msgspec.structs import replace
from tests.support.claim_log import PENDING
from tests.support.words_on_a_claim import (
    APPEALED,
    APR,
    DENIED,
    FEB,
    JAN,
    MAR,
    PAID,
    REVERSED,
    Word,
    known,
    told,
    upload,
    without,
)

from upstream.domain.claims.claim import Unseen, decider
from upstream.domain.claims.events import ClaimCorrected, ClaimReversed, ClaimSeenAgain
from upstream.domain.claims.facts import ClaimFacts, decision_of
from upstream.domain.units import Cents

ORDERS = [
    order
    for order in permutations((DENIED, APPEALED, REVERSED, PAID))
    if order.index(REVERSED) < order.index(PAID)
]
"""A reversal and its correction on one day are told apart by their order in coming."""


@pytest.mark.feature("IN-8")
@pytest.mark.parametrize("order", ORDERS)
def test_the_story_is_the_same_in_whatever_order_its_files_come(
    order: tuple[ClaimFacts, ...],
) -> None:
    claim = known(told(*order))

    assert claim.first == decision_of(DENIED)
    assert (claim.facts.outcome, claim.facts.decided_on) == ("PAID", MAR)
    assert (claim.facts.allowed_cents, claim.facts.denial_reason) == (9_210, None)
    assert claim.facts.stage == "overturned"


@pytest.mark.feature("IN-8")
def test_an_older_file_changes_the_history_and_not_the_decision() -> None:
    history = told(PAID, DENIED)

    assert isinstance(history[-1], ClaimCorrected)
    assert history[-1].before == history[-1].after == PAID
    assert (history[-1].first, history[-1].first_before) == (decision_of(DENIED), None)
    assert known(history).first == decision_of(DENIED)


@pytest.mark.feature("IN-8")
def test_an_open_claim_of_an_older_file_opens_nothing_again() -> None:
    history = told(DENIED, PENDING)

    assert isinstance(history[-1], ClaimSeenAgain)
    assert known(history).facts == DENIED


@pytest.mark.feature("IN-8", "IN-10")
def test_a_reversal_without_a_correction_leaves_no_decision() -> None:
    history = told(PAID, replace(REVERSED, decided_on=APR))
    facts = known(history).facts

    assert isinstance(history[-1], ClaimReversed)
    assert (facts.outcome, facts.stage) == ("OTHER", "reversed")
    assert (facts.billed_cents, facts.allowed_cents, facts.paid_cents) == (21_700, None, None)
    assert known(history).first == decision_of(PAID)


@pytest.mark.feature("IN-8", "IN-10")
def test_a_reversal_and_its_correction_come_to_the_correction() -> None:
    corrected = replace(PAID, decided_on=APR, allowed_cents=Cents(8_000))
    claim = known(told(PAID, replace(REVERSED, decided_on=APR), corrected))

    assert claim.facts == replace(corrected, stage="corrected")


@pytest.mark.feature("IN-8")
def test_a_reversal_that_two_files_tell_of_takes_nothing_back_twice() -> None:
    reversal = replace(REVERSED, decided_on=APR)
    corrected = replace(PAID, decided_on=APR, allowed_cents=Cents(8_000))
    claim = known(told(PAID, reversal, corrected, replace(reversal, facility="East")))

    assert (claim.facts.outcome, claim.facts.allowed_cents) == ("PAID", 8_000)


@pytest.mark.feature("IN-8")
def test_a_reversal_undoes_the_decision_it_names() -> None:
    first = replace(DENIED, payer_claim_ref="ICN-1")
    second = replace(PAID, payer_claim_ref="ICN-2")
    late = replace(REVERSED, decided_on=APR, payer_claim_ref="ICN-1")
    claim = known(told(first, second, late))

    assert (claim.facts.outcome, claim.facts.stage) == ("PAID", "corrected")


@pytest.mark.feature("IN-8")
@pytest.mark.parametrize(("outcome", "stage"), [("PAID", "overturned"), ("DENIED", "upheld")])
def test_an_appeal_ends_one_way_or_the_other(outcome: str, stage: str) -> None:
    second = replace(PAID if outcome == "PAID" else DENIED, decided_on=APR)
    appeal = known(told(DENIED, APPEALED))
    claim = known(told(DENIED, APPEALED, second))

    assert (appeal.facts.outcome, appeal.facts.stage) == ("DENIED", "appealed")
    assert (appeal.facts.decided_on, appeal.facts.denial_reason) == (JAN, "CO-197")
    assert (claim.facts.outcome, claim.facts.stage) == (outcome, stage)


@pytest.mark.feature("IN-8")
def test_what_is_written_off_stays_denied() -> None:
    facts = known(told(DENIED, replace(APPEALED, stage="written_off"))).facts

    assert (facts.outcome, facts.stage, facts.decided_on) == ("DENIED", "written_off", JAN)


@pytest.mark.feature("IN-8")
def test_a_submission_its_receipt_and_its_decision_are_one_claim() -> None:
    """837, 277CA and 835: each is silent about most of what the others say."""
    submitted = replace(PENDING, stage="submitted", provider_npi="1234567893")
    accepted = replace(PENDING, stage="accepted", billed_cents=None, payer_claim_ref="ICN-1")
    poor = frozenset({"billed_cents", "provider_npi"})
    words: list[Word] = [submitted, (accepted, poor), (DENIED, frozenset({"provider_npi"}))]
    for order in permutations(words):
        facts = known(told(*order)).facts

        assert (facts.outcome, facts.stage, facts.provider_npi) == ("DENIED", None, "1234567893")
        assert facts.billed_cents == 21_700
    accepted_only = known(told(submitted, (accepted, poor))).facts
    assert (accepted_only.stage, accepted_only.billed_cents) == ("accepted", 21_700)


@pytest.mark.feature("IN-8")
def test_a_void_takes_the_claim_out_and_a_replacement_opens_it_again() -> None:
    void = replace(PENDING, frequency="8", submitted_on=FEB)
    replacement = replace(PENDING, frequency="7", submitted_on=MAR)
    claim = known(told(PENDING, DENIED, void))
    again = known(told(PENDING, DENIED, void, replacement))

    assert (claim.facts.outcome, claim.facts.stage) == ("OTHER", "voided")
    assert (again.facts.outcome, again.facts.submitted_on) == ("PENDING", MAR)
    assert again.first == decision_of(DENIED)


@pytest.mark.feature("IN-15")
def test_withdrawing_the_middle_file_shows_what_would_be_known_without_it() -> None:
    history = told(PAID, APPEALED, DENIED)
    claim = known(without(history, 2))

    assert claim.facts == PAID
    assert claim.first == decision_of(DENIED)
    assert [sighting.upload_id for sighting in claim.sightings] == [upload(1), upload(3)]
    assert isinstance(decider.fold(without(without(without(history, 2), 1), 3)), Unseen)
