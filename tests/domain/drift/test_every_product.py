"""What holds for each product alike: same counts, same bytes, whatever the order."""

import random

import msgspec
import pytest
from tests.support.counted_waits import Row
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others

from upstream.domain.drift.counts import Contracted, Counts
from upstream.domain.drift.detection import Detector
from upstream.domain.drift.products import PRODUCTS

NAMES = [product.product for product in PRODUCTS]


def _rows() -> list[Row]:
    """Something for everybody: denials for want of an authorization, late and badly paid."""
    now = Habit(denied=34, reasons=("CO-197",), days=(20, 22, 25), ratio_micro=-120_000)
    return [*changed(now=now), *others(8)]


def _counts() -> Counts:
    below = Contracted(
        "Northwind Health",
        "99213",
        "Office visits",
        weeks=[0, 1, 5, 9],
        lines=[9, 8, 7, 9],
        short=[9, 7, 0, 0],
        contracted_cents=[90_000, 70_000, 0, 0],
        allowed_cents=[80_000, 60_000, 0, 0],
        owed_cents=[10_000, 10_000, 0, 0],
    )
    as_agreed = Contracted("Harbor", "70450", "Imaging", [2], [5], [0], [0], [0], [0])
    return msgspec.structs.replace(counts_of(_rows()), contracted=[below, as_agreed])


@pytest.mark.feature("DR-6", "DR-8")
@pytest.mark.parametrize("product", PRODUCTS, ids=NAMES)
def test_findings_are_the_same_bytes_whatever_the_order(product: Detector) -> None:
    counts = _counts()
    expected = product.assess(counts, UNTIL, product.settings)
    assert expected.drifts, "or there is nothing to compare"
    for seed in range(3):
        shuffled = random.Random(seed)  # noqa: S311  a shuffle
        mixed = Counts(
            decisions=shuffled.sample(counts.decisions, len(counts.decisions)),
            reasons=shuffled.sample(counts.reasons, len(counts.reasons)),
            codes=shuffled.sample(counts.codes, len(counts.codes)),
            waiting=shuffled.sample(counts.waiting, len(counts.waiting)),
            days=shuffled.sample(counts.days, len(counts.days)),
            contracted=shuffled.sample(counts.contracted, len(counts.contracted)),
        )
        again = product.assess(mixed, UNTIL, product.settings)
        assert msgspec.json.encode(again) == msgspec.json.encode(expected)


@pytest.mark.parametrize("product", PRODUCTS, ids=NAMES)
def test_without_a_claim_nothing_is_tested(product: Detector) -> None:
    assessment = product.assess(Counts(), UNTIL, product.settings)
    assert (assessment.cells, assessment.tests, assessment.drifts) == (0, 0, ())


@pytest.mark.parametrize("product", PRODUCTS, ids=NAMES)
def test_every_finding_says_all_that_is_needed(product: Detector) -> None:
    for drift in product.assess(_counts(), UNTIL, product.settings).drifts:
        assert drift.product == product.product
        assert 5_000 <= drift.confidence_bps <= 9_999
        assert 0 <= drift.severity_bps <= 10_000
        assert drift.current.to_on == UNTIL
        assert drift.baseline.to_on == drift.current.from_on
        assert drift.explanation.startswith(drift.key.payer)
        assert product.evidence(drift).window.to_on == UNTIL
