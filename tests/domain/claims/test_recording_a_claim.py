"""A claim is seen, decided, decided otherwise, corrected; repetition is not news."""

from datetime import date

import pytest
from msgspec.structs import replace
from tests.support.claim_log import PENDING, UPLOAD

from upstream.domain.claims.claim import RecordClaim, decider
from upstream.domain.claims.events import (
    ClaimCorrected,
    ClaimDecided,
    ClaimEvent,
    ClaimOutcomeChanged,
    ClaimRecorded,
)
from upstream.domain.claims.facts import ClaimFacts, decision_of
from upstream.domain.units import Cents

NOTHING: frozenset[str] = frozenset()
DENIED = replace(PENDING, outcome="DENIED", decided_on=date(2026, 1, 20), denial_reason="CO-197")
PAID = replace(PENDING, outcome="PAID", decided_on=date(2026, 2, 28), paid_cents=Cents(14_000))
SEEN = ClaimRecorded(facts=PENDING, upload_id=UPLOAD, line=2)


def told(facts: ClaimFacts, silent: frozenset[str] = NOTHING) -> RecordClaim:
    return RecordClaim(facts=facts, silent=silent, upload_id=UPLOAD, line=7)


def after(*history: ClaimEvent, command: RecordClaim) -> tuple[ClaimEvent, ...]:
    return decider.decide(command, decider.fold(history))


@pytest.mark.feature("IN-8")
def test_first_sight_is_recorded_with_all_its_facts() -> None:
    assert after(command=told(PENDING)) == (ClaimRecorded(facts=PENDING, upload_id=UPLOAD, line=7),)


@pytest.mark.feature("IN-8")
def test_the_same_row_again_is_not_news() -> None:
    assert after(SEEN, command=told(PENDING)) == ()


def test_another_spelling_of_the_same_is_not_news() -> None:
    spelled = replace(PENDING, payer_raw="NORTHWIND  Health", outcome_raw="Pended")

    assert after(SEEN, command=told(spelled)) == ()


@pytest.mark.feature("IN-8")
def test_an_open_claim_is_decided() -> None:
    decided = ClaimDecided(before=PENDING, after=DENIED, upload_id=UPLOAD, line=7)

    assert after(SEEN, command=told(DENIED)) == (decided,)


@pytest.mark.feature("IN-8")
def test_a_payer_may_change_its_mind() -> None:
    denied = ClaimDecided(before=PENDING, after=DENIED, upload_id=UPLOAD, line=3)
    changed = ClaimOutcomeChanged(
        before=DENIED, after=PAID, upload_id=UPLOAD, line=7, first=decision_of(DENIED)
    )

    assert after(SEEN, denied, command=told(PAID)) == (changed,)


@pytest.mark.feature("IN-8")
def test_another_amount_is_a_correction() -> None:
    corrected = replace(PENDING, billed_cents=Cents(21_800))
    event = ClaimCorrected(before=PENDING, after=corrected, upload_id=UPLOAD, line=7)

    assert after(SEEN, command=told(corrected)) == (event,)
    assert after(SEEN, event, command=told(corrected)) == ()


def test_a_file_without_a_column_says_nothing_about_it() -> None:
    silent = frozenset({"billed_cents", "modifiers", "remarks"})
    poorer = replace(PENDING, billed_cents=None)

    assert after(SEEN, command=told(poorer, silent)) == ()
    assert after(SEEN, command=told(poorer)) != ()


def test_how_it_was_decided_does_not_outlive_the_decision() -> None:
    denied = ClaimRecorded(facts=DENIED, upload_id=UPLOAD, line=2)
    silent = frozenset({"decided_on", "denial_reason", "denial_reason_raw", "remarks"})
    paid = replace(PENDING, outcome="PAID")
    (event,) = after(denied, command=told(paid, silent))

    assert isinstance(event, ClaimOutcomeChanged)
    assert (event.after.decided_on, event.after.denial_reason) == (None, None)
    assert after(denied, command=told(replace(paid, outcome="DENIED"), silent)) == ()


def test_modifiers_beside_the_code_count_without_a_column_of_their_own() -> None:
    with_modifier = replace(PENDING, modifiers=("25",))
    (event,) = after(SEEN, command=told(with_modifier, frozenset({"modifiers"})))

    assert isinstance(event, ClaimCorrected)
    assert after(SEEN, event, command=told(PENDING, frozenset({"modifiers"}))) == ()
