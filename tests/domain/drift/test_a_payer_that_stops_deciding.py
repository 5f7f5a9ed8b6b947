"""DelayGuard: slower payers are found by what still waits, and silence is no improvement."""

from datetime import date, timedelta

import pytest
from tests.support.counted_waits import Row
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others, steady

from upstream.domain.drift.delayguard import DelayGuard
from upstream.domain.drift.detection import Assessment
from upstream.domain.drift.products import PRODUCTS

GUARD = DelayGuard()
STOPPED_ON = UNTIL - timedelta(days=5)
"""A Wednesday: three days of work and a weekend without a decision."""

SPREAD = Habit(claims=150, days=(4, 9, 16, 23))


def _assess(rows: list[Row], until: date = UNTIL) -> Assessment:
    return GUARD.assess(counts_of([*rows, *others()], until=until), until, GUARD.settings)


def _stopped(rows: list[Row], since: date = STOPPED_ON) -> list[Row]:
    """Whatever would have been decided since then waits."""
    return [
        row
        if row.decided_on is None or row.decided_on < since
        else row._replace(decided_on=None, outcome="PENDING", allowed_cents=None)
        for row in rows
    ]


def test_a_payer_that_goes_on_as_ever_is_left_alone() -> None:
    assessment = _assess(list(steady(habit=SPREAD)))
    assert assessment.drifts == assessment.faint == ()
    assert assessment.tests == 6


@pytest.mark.feature("DR-3")
def test_a_payer_that_decides_nothing_for_five_days_is_found() -> None:
    (drift,) = _assess(_stopped(list(steady(habit=SPREAD)))).drifts
    assert (drift.kind, drift.key.payer, drift.key.cpt_group) == (
        "payment_delay",
        "Northwind Health",
        None,
    )
    assert drift.delta > 0
    assert drift.confidence_bps > 9_000
    assert drift.at_risk_cents > 0
    assert f"nothing was decided since {(STOPPED_ON - timedelta(days=1)).isoformat()}" in (
        drift.explanation
    )
    assert GUARD.evidence(drift).of == "waiting"


@pytest.mark.feature("DR-3")
def test_silence_looks_like_an_improvement_nowhere() -> None:
    """Neither faster, nor denied less often, nor better paid: in no product."""
    rows = [*_stopped(list(steady(habit=SPREAD))), *others()]
    for product in PRODUCTS:
        counts = counts_of(rows)
        assessment = product.assess(counts, UNTIL, product.settings)
        for drift in (*assessment.drifts, *assessment.faint):
            assert drift.kind in {"payment_delay", "days_to_decision"}
            assert drift.delta > 0


def test_a_long_weekend_is_no_silence() -> None:
    """Looked at on a Tuesday after a Monday without decisions."""
    until = UNTIL + timedelta(days=1)
    rows = [row for row in steady(habit=SPREAD) if row.submitted_on < until]
    assert _assess(rows, until).drifts == ()


def test_a_payer_that_pays_every_fortnight_is_not_slow_in_between() -> None:
    rows = [_fortnightly(row) for row in steady(habit=SPREAD)]
    for days in range(0, 14, 7):
        assert _assess(rows, UNTIL - timedelta(days=days)).drifts == ()


def _fortnightly(row: Row) -> Row:
    if row.decided_on is None:
        return row
    late = (row.decided_on - date(2025, 6, 4)).days % 14
    return row._replace(decided_on=row.decided_on + timedelta(days=(14 - late) % 14))


@pytest.mark.feature("DR-3")
def test_five_days_more_for_everything_are_found_within_weeks() -> None:
    slower = Habit(claims=150, days=(9, 14, 21, 28))
    since = UNTIL - timedelta(days=21)
    (drift,) = _assess(list(changed(before=SPREAD, now=slower, since=since))).drifts
    assert drift.delta > 0
    assert drift.at_risk_cents > 0
    assert "claims wait now" in drift.explanation


def test_without_word_of_open_claims_no_wait_is_measured() -> None:
    """Of remittances alone the undecided are not known, so nobody can say how long they wait."""
    rows = [row for row in [*steady(), *others()] if row.decided_on and row.decided_on < UNTIL]
    assert GUARD.assess(counts_of(rows), UNTIL, GUARD.settings).tests == 0
