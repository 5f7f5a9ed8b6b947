"""Whenever a finding is seen an alert is raised, or grows, or there is a reason why not."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.application.alerts.conftest import Observe
from tests.support.claim_log import context_of
from tests.support.detection import Bench
from tests.support.drifts import UNTIL, drift

from upstream.application.alerts import ensure_default_rule, evaluate_finding, handle_alert
from upstream.application.transact import transact
from upstream.domain.alerts.commands import (
    ResolveAlert,
    SwitchAlertRuleOff,
)
from upstream.domain.alerts.rule import decider as rule_decider
from upstream.domain.drift.detection import Drift
from upstream.projections.alerts.list_alerts import (
    NEEDS,
)
from upstream.projections.alerts.list_rules import list_rules

WEEK = timedelta(days=7)
NOW = datetime.now(UTC)


def _delay(severity_bps: int, *, until: date = UNTIL) -> Drift:
    """Another kind of drift in the same cell."""
    return drift(
        until=until, kind="days_to_decision", unit="hundredth_days", severity_bps=severity_bps
    )


def _ends(bench: Bench, finding_id: UUID, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(ended.result, ended.reason) for ended in bench.evaluate(finding_id, now=now)]


@pytest.mark.feature("AL-2", "AL-4")
def test_one_alert_grows_with_its_finding(bench: Bench, observe: Observe) -> None:
    finding_id = observe(1, drift())
    assert _ends(bench, finding_id) == [("raised", "first_occurrence")]
    observe(2, drift(until=UNTIL + WEEK, severity_bps=5_900))
    assert _ends(bench, finding_id, NOW + WEEK) == [("grouped", "same_finding")]
    (only,) = bench.alerts()
    assert (only.occurrences, only.status, only.severity) == (2, "open", 0.59)
    assert (only.finding_id, only.payer, only.kind) == (
        finding_id,
        "Northwind Health",
        "denial_rate",
    )
    assert only.rule_name == "Everything that matters"
    assert only.raised_at < only.last_seen_at


def test_sightings_that_waited_are_counted_one_by_one(bench: Bench, observe: Observe) -> None:
    finding_id = observe(1, drift())
    observe(2, drift(until=UNTIL + WEEK))
    assert _ends(bench, finding_id) == [
        ("raised", "first_occurrence"),
        ("grouped", "same_finding"),
    ]


def test_doing_the_job_twice_changes_nothing(bench: Bench, observe: Observe) -> None:
    finding_id = observe(1, drift())
    bench.evaluate(finding_id)
    head = bench.log.head(bench.customer_id)
    assert bench.evaluate(finding_id) == []
    assert bench.log.head(bench.customer_id) == head


@pytest.mark.feature("AL-4")
def test_another_kind_of_drift_in_the_same_cell_joins_within_a_day(
    bench: Bench, observe: Observe
) -> None:
    bench.evaluate(observe(1, drift()), now=NOW)
    delay = observe(1, _delay(6_000))
    assert _ends(bench, delay, NOW + timedelta(hours=2)) == [("grouped", "same_group")]
    observe(2, _delay(6_000, until=UNTIL + WEEK))
    assert _ends(bench, delay, NOW + WEEK) == [("grouped", "same_finding")]
    (only,) = bench.alerts()
    assert only.occurrences == 3
    assert only.kind == "denial_rate", "it still tells about what it was raised for"


@pytest.mark.feature("AL-4")
def test_what_is_far_off_in_time_or_severity_is_an_alert_of_its_own(
    bench: Bench, observe: Observe
) -> None:
    bench.evaluate(observe(1, drift()), now=NOW)
    delay = observe(1, _delay(9_000))
    assert _ends(bench, delay) == [("raised", "severity_differs")]
    amount = observe(1, drift(kind="allowed_amount", unit="cents", severity_bps=9_000))
    assert _ends(bench, amount, NOW + timedelta(hours=25)) == [("raised", "too_long_ago")]
    assert [row.kind for row in bench.alerts()].count("denial_rate") == 1
    assert len(bench.alerts()) == 3


def test_each_finding_keeps_growing_where_it_was_told_about(bench: Bench, observe: Observe) -> None:
    """Also when another alert of the lane is newer."""
    first = observe(1, drift())
    bench.evaluate(first, now=NOW)
    bench.evaluate(observe(1, _delay(9_000)), now=NOW)
    observe(2, drift(until=UNTIL + WEEK))
    assert _ends(bench, first, NOW + WEEK) == [("grouped", "same_finding")]
    assert {row.kind: row.occurrences for row in bench.alerts()} == {
        "denial_rate": 2,
        "days_to_decision": 1,
    }


@pytest.mark.feature("AL-2")
def test_a_low_finding_and_a_rule_that_is_off_raise_nothing(bench: Bench, observe: Observe) -> None:
    low = observe(1, drift(severity_bps=3_000))
    assert _ends(bench, low) == [("no_rule_matched", "severity_below_minimum")]
    rule_id = ensure_default_rule(bench.log, context_of(bench.customer_id))
    off = SwitchAlertRuleOff()
    transact(bench.log, rule_decider, rule_id, off, context_of(bench.customer_id))
    severe = observe(2, drift(severity_bps=8_000, until=UNTIL + WEEK))
    assert set(_ends(bench, severe)) == {("rule_off", "switched_off")}
    assert bench.alerts() == []
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        (rule,) = list_rules(view)
    assert (rule.id, rule.is_on, rule.severity_min) == (rule_id, False, 0.4)


def test_what_a_person_resolved_stays_quiet_until_it_worsens_or_returns(
    bench: Bench, observe: Observe, calm: Observe
) -> None:
    finding_id = observe(1, drift())
    bench.evaluate(finding_id)
    (first,) = bench.alerts()
    handle_alert(bench.log, context_of(bench.customer_id), first.id, ResolveAlert())
    observe(2, drift(until=UNTIL + WEEK))
    assert _ends(bench, finding_id) == [("suppressed", "resolved_by_operator")]
    observe(3, drift(until=UNTIL + 2 * WEEK, severity_bps=9_200))
    assert _ends(bench, finding_id)[-1] == ("raised", "worsened_after_resolution")
    for run in (4, 5):
        calm(run, drift(until=UNTIL + (run - 1) * WEEK))
    assert bench.evaluate(finding_id) == []
    observe(6, drift(until=UNTIL + 5 * WEEK))
    assert _ends(bench, finding_id, NOW + 5 * WEEK)[0][0] == "raised"


def test_something_that_is_no_finding_raises_nothing(bench: Bench, observe: Observe) -> None:
    finding_id = observe(1, drift())
    bench.evaluate(finding_id)
    (raised,) = bench.alerts()
    context = context_of(bench.customer_id)
    assert evaluate_finding(bench.log, context, raised.id) == []
    assert evaluate_finding(bench.log, context, uuid4()) == []
