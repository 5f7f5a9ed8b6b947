"""DriftWatch on demo files: it finds what was put in, and nothing where nothing was put in.

Counted in plain Python here; that the database counts the same is another test.
"""

from collections import Counter
from datetime import date
from functools import cache

import pytest
from tests.support.counted_claims import counted
from tests.support.seeded_rows import seeded_rows

from upstream.application.seed import plan
from upstream.domain.drift.detection import Drift
from upstream.domain.drift.driftwatch import DriftWatch

UNTIL = date(2026, 3, 31)
CLAIMS = 60_000
FILES = [(customer, seed) for customer in ("riverside", "lakeside") for seed in range(1, 6)]
WATCH = DriftWatch()
QUESTION = WATCH.question(UNTIL, WATCH.settings)


@cache
def _found(customer: str, seed: int, *, drifts: bool) -> tuple[Drift, ...]:
    planned = plan(customer, claims=CLAIMS, seed=seed, until=UNTIL, drifts=drifts)
    counts = counted(seeded_rows(planned), QUESTION)
    return WATCH.assess(counts, UNTIL, WATCH.settings).drifts


def _cells(drifts: tuple[Drift, ...]) -> set[tuple[str, str, str | None]]:
    return {(drift.kind, drift.key.payer, drift.key.cpt_group) for drift in drifts}


@pytest.mark.feature("DR-1", "DR-7")
@pytest.mark.parametrize(("customer", "seed"), FILES)
def test_nothing_is_found_where_nothing_changed(customer: str, seed: int) -> None:
    assert _found(customer, seed, drifts=False) == ()


@pytest.mark.feature("DR-1", "OP-9")
def test_every_kind_of_drift_is_found_in_at_least_eight_files_of_ten() -> None:
    hits: Counter[str] = Counter()
    beside = 0
    for customer, seed in FILES:
        labels = plan(customer, claims=1, seed=seed, until=UNTIL).labels.drifts
        found = _cells(_found(customer, seed, drifts=True))
        wanted = {(label.kind, label.payer, label.cpt_group) for label in labels}
        hits.update(kind for kind, _, _ in found & wanted)
        beside += len(found - wanted)
    assert len(hits) == 3
    assert min(hits.values()) >= 8, hits
    assert beside <= 1, "one per cent of what is found may be false"


@pytest.mark.parametrize("customer", ["riverside", "lakeside"])
def test_the_demo_shows_all_three_and_they_matter(customer: str) -> None:
    drifts = _found(customer, 1, drifts=True)
    assert len(drifts) == 3
    assert all(drift.severity_bps >= 4_000 for drift in drifts)
    assert all(drift.confidence_bps >= 5_000 for drift in drifts)
    assert all(drift.at_risk_cents > 0 for drift in drifts)
