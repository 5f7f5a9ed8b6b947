"""Properties of what is known of a claim, whatever files say about it and whenever."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.support.claim_log import PENDING
from tests.support.histories import claim_steps
from tests.support.telling import Step, Teller
from tests.support.words_on_a_claim import (
    APPEALED,
    APR,
    DENIED,
    PAID,
    REVERSED,
    known,
    told,
    without,
)

from upstream.domain.claims.claim import Known, decider
from upstream.domain.claims.events import ClaimSeenAgain
from upstream.domain.claims.facts import ClaimFacts, decision_of
from upstream.domain.claims.moves import move_of
from upstream.domain.claims.resolution import resolve, says_the_same
from upstream.domain.claims.sightings import Sighting, as_told
from upstream.domain.units import Cents, CustomerId, StreamId

CUSTOMER = CustomerId(UUID(int=1))

words = st.sampled_from(
    [
        DENIED,
        APPEALED,
        replace(REVERSED, decided_on=date(2026, 3, 10)),
        PAID,
        replace(PAID, decided_on=APR, allowed_cents=Cents(8_000)),
        replace(PENDING, provider_npi="1234567893"),
        replace(DENIED, decided_on=date(2026, 3, 15)),
    ]
)


@pytest.mark.feature("IN-8", "IN-15")
@given(st.lists(words, min_size=1, max_size=6), st.integers(1, 6))
def test_a_withdrawn_file_leaves_what_the_others_alone_would_have_said(
    said: list[ClaimFacts], number: int
) -> None:
    left = [word for place, word in enumerate(said, 1) if place != number]
    claim = decider.fold(without(told(*said), number))
    alone = decider.fold(told(*left))

    assert isinstance(claim, Known) == isinstance(alone, Known) == bool(left)
    if isinstance(claim, Known) and isinstance(alone, Known):
        assert (claim.facts, claim.first) == (alone.facts, alone.first)


@pytest.mark.feature("IN-8")
@given(st.lists(words, min_size=1, max_size=5, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_coming_does_not_matter_where_every_word_has_its_day(
    said: list[ClaimFacts], random: object
) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    one, other = known(told(*said)), known(told(*shuffled))

    assert (one.facts, one.first) == (other.facts, other.first)


@pytest.mark.feature("IN-8")
@given(words, st.integers(2, 5))
def test_the_same_again_and_again_is_the_same(said: ClaimFacts, times: int) -> None:
    """So files that repeat a claim need not be resolved against each other."""
    sightings = [
        Sighting(n, StreamId(UUID(int=n)), n, as_told(said), 0) for n in range(1, times + 1)
    ]
    once, again = resolve(sightings[:1]), resolve(sightings)

    assert says_the_same(once.facts, again.facts)
    assert once.first == again.first


@pytest.mark.feature("IN-8", "IN-10")
@given(st.lists(claim_steps(CUSTOMER), min_size=1, max_size=12))
def test_whatever_files_say_what_is_known_makes_sense(steps: list[Step]) -> None:
    for line in Teller().tell(steps):
        if isinstance(line.event, ClaimSeenAgain):
            continue
        after = move_of(line.event).after
        if after is None:
            continue
        facts, first = after
        amounts = (facts.billed_cents, facts.allowed_cents, facts.paid_cents)
        assert facts.decided_on is None or facts.decided_on >= facts.submitted_on
        assert all(cents is None or cents >= 0 for cents in amounts)
        assert facts.stage not in {"reversed", "voided"} or facts.outcome == "OTHER"
        assert first is not None or decision_of(facts) is None
