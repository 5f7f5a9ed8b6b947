"""DriftWatch on cells written down by hand."""

import random
from datetime import date, timedelta

import msgspec
import pytest
from tests.support.weekly_cells import UNTIL, WINDOWS, changed, steady

from upstream.domain.drift.detection import Assessment, Cell
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.windows import Window

WATCH = DriftWatch()
OTHERS = [steady(f"Payer {number}", denied=8 + number) for number in range(5)]


def _assess(*cells: Cell) -> Assessment:
    return WATCH.assess([*cells, *OTHERS], WINDOWS, WATCH.settings)


def test_nothing_changed_nothing_found() -> None:
    assessment = _assess(steady())
    assert assessment.drifts == ()
    assert assessment.cells == 6
    assert assessment.tests == 18


@pytest.mark.feature("DR-1")
def test_a_payer_that_denies_more_is_found_with_its_numbers() -> None:
    (drift,) = _assess(changed(now={"denied": 26})).drifts
    assert (drift.product, drift.kind, drift.key.payer) == (
        "driftwatch",
        "denial_rate",
        "Northwind Health",
    )
    assert (drift.baseline_value, drift.current_value, drift.delta) == (1_000, 2_600, 1_600)
    assert (drift.baseline.claims, drift.current.claims) == (1_300, 200)
    assert (drift.current.from_on, drift.current.to_on) == (UNTIL - timedelta(days=14), UNTIL)
    assert drift.at_risk_cents == round(0.16 * 200 * 10_000)
    assert drift.confidence_bps > 9_900
    assert "denial rate rose from 10.0 % in the 90 days before (1,300 claims) to 26.0 %" in (
        drift.explanation
    )
    assert drift.explanation.count(". ") == 0, "one sentence"


@pytest.mark.feature("DR-1")
def test_a_payer_that_decides_later_is_found() -> None:
    (drift,) = _assess(changed(now={"days": (14, 15, 16)})).drifts
    assert (drift.kind, drift.unit) == ("days_to_decision", "hundredth_days")
    assert (drift.baseline_value, drift.current_value) == (999, 1_499)
    assert drift.at_risk_cents == round(5.0 * 180 * 10_000 / 14)


@pytest.mark.feature("DR-1")
def test_a_payer_that_allows_less_is_found() -> None:
    (drift,) = _assess(changed(now={"ratio_micro": -100_000})).drifts
    assert (drift.kind, drift.unit) == ("allowed_amount", "cents")
    assert (drift.baseline_value, drift.current_value) == (10_000, 9_000)
    assert drift.at_risk_cents == 180 * 1_000


def test_a_change_for_the_better_is_found_and_is_low() -> None:
    (drift,) = _assess(changed(before={"denied": 30}, now={"denied": 8})).drifts
    assert drift.delta < 0
    assert drift.severity_bps < 4_000
    assert drift.at_risk_cents == 0


def test_a_change_nobody_would_act_on_is_not_reported() -> None:
    big = {"claims": 20_000, "days": (10,)}
    assessment = _assess(changed(before={**big, "denied": 2_000}, now={**big, "denied": 2_300}))
    assert assessment.drifts == ()
    assert [drift.kind for drift in assessment.faint] == ["denial_rate"]


def test_a_cell_below_the_minimum_volume_is_not_tested() -> None:
    assessment = WATCH.assess([steady(claims=14, denied=5)], WINDOWS, WATCH.settings)
    assert (assessment.cells, assessment.tests) == (1, 0)
    assert assessment.calm == ()


def test_too_short_a_history_is_not_tested() -> None:
    cell = changed(now={"denied": 40})
    young = Cell(key=cell.key, blocks=tuple(b for b in cell.blocks if b.current or b.week < 7))
    assert WATCH.assess([young], WINDOWS, WATCH.settings).tests == 0


def test_weeks_in_which_the_history_began_are_left_out() -> None:
    """Right after the first submission only fast decisions can be seen."""
    began_on = WINDOWS.baseline.from_on
    cell = changed(before={"days": (3, 4, 5)}, now={"days": (28, 30, 32)})
    since = tuple(
        msgspec.structs.replace(block, first_submitted_on=began_on) for block in cell.blocks
    )
    assessment = WATCH.assess([Cell(key=cell.key, blocks=since)], WINDOWS, WATCH.settings)
    mature = [w for w in range(13) if WINDOWS.baseline.week_begins_on(w) >= _later(began_on, 32)]
    (drift,) = assessment.drifts
    assert drift.baseline.claims == 100 * len(mature)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def test_an_unexpected_sign_is_no_finding() -> None:
    """Where the logarithms say less and the plain means say more, nobody could explain it."""
    cell = changed(before={"days": (10, 10, 10)}, now={"days": (2, 2, 60)})
    assert all(drift.kind != "days_to_decision" for drift in _assess(cell).drifts)


@pytest.mark.feature("DR-8")
def test_the_order_of_cells_changes_no_byte() -> None:
    cells = [changed(now={"denied": 26}), changed("Harbor Mutual", now={"days": (20, 21, 22)})]
    cells += OTHERS
    expected = msgspec.json.encode(WATCH.assess(cells, WINDOWS, WATCH.settings))
    for seed in range(5):
        shuffled = random.Random(seed).sample(cells, len(cells))  # noqa: S311  a shuffle
        assert msgspec.json.encode(WATCH.assess(shuffled, WINDOWS, WATCH.settings)) == expected


def test_findings_come_by_kind_and_cell() -> None:
    drifts = _assess(
        changed("Summit", now={"denied": 40, "ratio_micro": -100_000}),
        changed("Cedar", now={"denied": 40}),
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
        ({"denied": 26}, "denied"),
        ({"days": (20, 21, 22)}, "slow"),
        ({"days": (3, 4, 5)}, "fast"),
        ({"ratio_micro": -100_000}, "underpaid"),
        ({"ratio_micro": 100_000}, "overpaid"),
    ],
)
def test_every_drift_names_its_evidence(now: dict[str, object], sort: str) -> None:
    (drift,) = _assess(changed(now=now)).drifts
    evidence = WATCH.evidence(drift)
    assert evidence.of == sort
    assert evidence.window == Window(from_on=UNTIL - timedelta(days=14), to_on=UNTIL)
