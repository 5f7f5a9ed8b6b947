"""DriftWatch on claims written down by hand."""

import random
from collections.abc import Iterable
from datetime import timedelta

import msgspec
import pytest
from tests.support.counted_waits import Row
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others, steady

from upstream.domain.drift.counts import Counts
from upstream.domain.drift.detection import Assessment
from upstream.domain.drift.driftwatch import DriftWatch

WATCH = DriftWatch()


def _assess(*cells: Iterable[Row]) -> Assessment:
    rows = [row for cell in cells for row in cell]
    return WATCH.assess(counts_of([*rows, *others()]), UNTIL, WATCH.settings)


def test_nothing_changed_nothing_found() -> None:
    assessment = _assess(steady())
    assert assessment.drifts == assessment.faint == ()
    assert assessment.cells == 6
    assert assessment.tests == 18
    assert len(assessment.calm) == 18


@pytest.mark.feature("DR-1")
def test_a_payer_that_denies_more_is_found_with_its_numbers() -> None:
    (drift,) = _assess(changed(now=Habit(denied=26))).drifts
    assert (drift.product, drift.kind, drift.key.payer) == (
        "driftwatch",
        "denial_rate",
        "Northwind Health",
    )
    assert drift.baseline_value == pytest.approx(1_000, abs=60)
    assert drift.current_value == pytest.approx(2_600, abs=60)
    assert drift.current.to_on == UNTIL
    assert drift.current.from_on >= UNTIL - timedelta(days=28)
    assert drift.baseline.to_on == drift.current.from_on
    assert drift.at_risk_cents == pytest.approx(0.16 * drift.current.claims * 10_000, rel=0.05)
    assert drift.confidence_bps > 9_900
    assert "the denial rate rose from" in drift.explanation
    assert drift.explanation.count(". ") == 0, "one sentence"


@pytest.mark.feature("DR-1")
def test_a_payer_that_decides_later_is_found() -> None:
    (drift,) = _assess(changed(now=Habit(days=(18, 19, 20)))).drifts
    assert (drift.kind, drift.unit) == ("days_to_decision", "hundredth_days")
    assert drift.delta > 200
    assert drift.at_risk_cents > 0


@pytest.mark.feature("DR-1")
def test_a_payer_that_allows_less_is_found() -> None:
    (drift,) = _assess(changed(now=Habit(ratio_micro=-100_000))).drifts
    assert (drift.kind, drift.unit) == ("allowed_amount", "cents")
    assert drift.current_value / drift.baseline_value == pytest.approx(0.905, abs=0.003)
    lost = (drift.baseline_value - drift.current_value) * drift.current.claims
    assert drift.at_risk_cents == pytest.approx(lost, rel=0.01)


def test_a_change_for_the_better_is_found_and_is_low() -> None:
    (drift,) = _assess(changed(before=Habit(denied=30), now=Habit(denied=8))).drifts
    assert drift.delta < 0
    assert drift.severity_bps < 4_000
    assert drift.at_risk_cents == 0


def test_a_change_nobody_would_act_on_is_not_reported() -> None:
    big = Habit(claims=4_000, denied=400)
    assessment = _assess(changed(before=big, now=Habit(claims=4_000, denied=470)))
    assert assessment.drifts == ()
    assert [drift.kind for drift in assessment.faint] == ["denial_rate"]


def test_too_short_a_history_is_not_tested() -> None:
    rows = (row for row in steady() if row.submitted_on >= UNTIL - timedelta(days=56))
    assessment = WATCH.assess(counts_of(rows), UNTIL, WATCH.settings)
    assert (assessment.cells, assessment.tests) == (1, 0)


@pytest.mark.feature("DR-7")
def test_another_mix_of_procedures_is_no_drift() -> None:
    """One code is denied far more often; when there is more of it, the rate rises by itself."""
    easy = list(steady(habit=Habit(claims=80, denied=4)))
    hard = [row._replace(cpt="74177") for row in steady(habit=Habit(claims=40, denied=16))]
    since = UNTIL - timedelta(days=28)
    fewer = [
        row
        for number, row in enumerate(easy)
        if row.decided_on is None or row.decided_on < since or number % 3 == 0
    ]
    assert _assess(fewer, hard).drifts == ()


@pytest.mark.feature("DR-7")
def test_what_all_payers_do_alike_is_no_drift_of_one() -> None:
    rows = [
        row
        for number in range(12)
        for row in changed(f"Payer {number}", now=Habit(ratio_micro=-50_000))
    ]
    assert WATCH.assess(counts_of(rows), UNTIL, WATCH.settings).drifts == ()


@pytest.mark.feature("DR-7")
def test_claims_that_still_wait_are_no_improvement() -> None:
    """A payer that stops deciding leaves only its fast decisions behind."""
    stopped = [
        row if row.decided_on and row.decided_on < UNTIL - timedelta(days=12) else _open(row)
        for row in steady(habit=Habit(days=(3, 10, 24)))
    ]
    drifts = _assess(stopped).drifts
    assert [(drift.kind, drift.delta > 0) for drift in drifts] == [("days_to_decision", True)]


def _open(row: Row) -> Row:
    return row._replace(decided_on=None, outcome="PENDING", allowed_cents=None, denial_reason=None)


@pytest.mark.feature("DR-8")
def test_the_order_of_cells_changes_no_byte() -> None:
    rows = [
        *changed(now=Habit(denied=26)),
        *changed("Harbor Mutual", now=Habit(days=(20, 21, 22))),
        *others(),
    ]
    counts = counts_of(rows)
    expected = msgspec.json.encode(WATCH.assess(counts, UNTIL, WATCH.settings))
    for seed in range(5):
        shuffled = random.Random(seed)  # noqa: S311  a shuffle
        mixed = Counts(
            decisions=shuffled.sample(counts.decisions, len(counts.decisions)),
            waiting=shuffled.sample(counts.waiting, len(counts.waiting)),
            days=shuffled.sample(counts.days, len(counts.days)),
        )
        assert msgspec.json.encode(WATCH.assess(mixed, UNTIL, WATCH.settings)) == expected


def test_findings_come_by_kind_and_cell() -> None:
    drifts = _assess(
        changed("Summit", now=Habit(denied=40, ratio_micro=-100_000)),
        changed("Cedar", now=Habit(denied=40)),
    ).drifts
    order = [(drift.kind, drift.key.payer) for drift in drifts]
    assert order == [
        ("allowed_amount", "Summit"),
        ("denial_rate", "Cedar"),
        ("denial_rate", "Summit"),
    ]


@pytest.mark.parametrize(
    ("now", "sort"),
    [
        (Habit(denied=26), "denied"),
        (Habit(days=(20, 21, 22)), "slow"),
        (Habit(days=(1, 1, 1)), "fast"),
        (Habit(ratio_micro=-100_000), "underpaid"),
        (Habit(ratio_micro=100_000), "overpaid"),
    ],
)
def test_every_drift_names_its_evidence(now: Habit, sort: str) -> None:
    (drift,) = _assess(changed(now=now)).drifts
    evidence = WATCH.evidence(drift)
    assert evidence.of == sort
    assert (evidence.window.from_on, evidence.window.to_on) == (
        drift.current.from_on,
        drift.current.to_on,
    )


@pytest.mark.feature("DR-7")
def test_what_is_left_of_a_payer_that_renamed_itself_is_no_drift() -> None:
    """Under the old name only slow claims are decided at last, and those are denied more often."""
    renamed_on = UNTIL - timedelta(days=42)
    slow = Habit(days=(5, 10, 30, 40), denied=10)
    rows = [
        row._replace(outcome="DENIED", allowed_cents=None, denial_reason="CO-16")
        if row.decided_on and (row.decided_on - row.submitted_on).days > 29 and number % 8 < 4
        else row
        for number, row in enumerate(steady(habit=slow))
        if row.submitted_on < renamed_on
    ]
    assert [drift for drift in _assess(rows).drifts if drift.kind == "denial_rate"] == []
