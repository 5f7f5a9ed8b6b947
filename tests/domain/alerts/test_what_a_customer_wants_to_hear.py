"""Products that are off, runs that catch up on the past, a cooldown of the customer's own."""

from datetime import timedelta

import msgspec
import pytest
from tests.support.evaluations import evaluated, raised_alert, terms_of
from tests.support.sightings import NOW, OTHER_FINDING, sighting

from upstream.domain.alerts.evaluation import Evaluation
from upstream.domain.settings.products import Products

HOUR = timedelta(hours=1)


@pytest.mark.feature("ID-9", "AL-2")
def test_a_product_that_is_off_raises_nothing_and_says_why() -> None:
    seen = sighting(finding_id=OTHER_FINDING)
    off = msgspec.structs.replace(Products(), **{seen.product: False})

    assert evaluated(seen=seen, products=off) == Evaluation(result="rule_off", reason="product_off")
    assert evaluated(seen=seen, products=Products(authsignal=False)).result == "raised"


@pytest.mark.feature("DR-9", "AL-2")
def test_what_a_backfill_saw_interrupts_nobody() -> None:
    seen = msgspec.structs.replace(sighting(finding_id=OTHER_FINDING), backfilled=True)

    assert evaluated(seen=seen) == Evaluation(result="suppressed", reason="backfilled")


@pytest.mark.feature("ID-10", "AL-3")
def test_the_customers_cooldown_holds_for_every_rule() -> None:
    terms = terms_of(cooldown_minutes=60)
    far = sighting(finding_id=OTHER_FINDING, severity_bps=4_200)
    late = NOW + 30 * HOUR
    free = evaluated(raised_alert(), seen=far, terms=terms, now=late)
    kept = evaluated(raised_alert(), seen=far, terms=terms, now=late, cooldown_minutes_min=48 * 60)

    assert free.result == "raised"
    assert (kept.result, kept.reason) == ("suppressed", "cooldown")
