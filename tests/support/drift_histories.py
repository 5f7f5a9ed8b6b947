"""Steps of detection and of what people do about it: findings, runs, rules, alerts, judgments."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from hypothesis import strategies as st
from tests.support.telling import GROUPS, JANUARY, PAYERS, Step

from upstream.domain.alerts import commands as alerts
from upstream.domain.alerts.alert import decider as alert
from upstream.domain.alerts.rule import decider as alert_rule
from upstream.domain.drift import commands as drift
from upstream.domain.drift.backfill import CompleteBackfill, RequestBackfill
from upstream.domain.drift.backfill import decider as drift_backfill
from upstream.domain.drift.detection import Drift, Key, Sample, Workings
from upstream.domain.drift.finding import decider as finding
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.drift.run import decider as drift_run
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.judgment import decider as judgment
from upstream.domain.messages import Command
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId

SEEN_AT = datetime(2026, 3, 1, tzinfo=UTC)


def some(count: int) -> st.SearchStrategy[str]:
    """The name of one of a handful of things."""
    return st.integers(1, count).map(str)


@st.composite
def drifts(draw: st.DrawFn) -> Drift:
    start = draw(st.integers(0, 3)) * 7
    windows = [
        Sample(
            from_on=JANUARY + timedelta(days=day),
            to_on=JANUARY + timedelta(days=day + 28),
            claims=9,
        )
        for day in (start, start + 28)
    ]
    return Drift(
        product="driftwatch",
        kind=draw(st.sampled_from(("denial_rate", "allowed_amount"))),
        key=Key(payer=draw(st.sampled_from(PAYERS)), cpt_group=draw(st.sampled_from(GROUPS))),
        unit="basis_points",
        baseline_value=1_000,
        current_value=draw(st.sampled_from((400, 2_000, 4_000))),
        baseline=windows[0],
        current=windows[1],
        severity_bps=draw(st.sampled_from((2_000, 5_000, 7_500, 9_500))),
        confidence_bps=9_000,
        p_value="0.001",
        at_risk_cents=draw(st.integers(0, 10_000)),
        explanation="More is denied than before.",
        workings=Workings(z="3.1", q_value="0.01", weekly_swing="0", null_scale="1", tests=4),
    )


def _run_id(customer_id: CustomerId, number: str) -> StreamId:
    return stream_of(customer_id, "drift-run", number)


@st.composite
def finding_steps(draw: st.DrawFn, customer_id: CustomerId) -> Step:
    seen = draw(drifts())
    run_id = _run_id(customer_id, draw(some(3)))
    command = draw(
        st.builds(
            drift.ObserveDrift, run_id=st.just(run_id), drift=st.just(seen), reported=st.booleans()
        )
        | st.just(drift.ObserveCalm(run_id=run_id, until=JANUARY + timedelta(days=90)))
    )
    return Step(finding, stream_of(customer_id, finding.kind, seen.natural_key), command)


@st.composite
def run_steps(draw: st.DrawFn, customer_id: CustomerId) -> Step:
    """A run never finds two things in one cell."""
    found = draw(st.lists(drifts(), max_size=2, unique_by=lambda one: one.natural_key))
    product = PRODUCTS[0]
    command = draw(
        st.sampled_from(
            [
                drift.RequestDriftRun(product=product.product, until=JANUARY),
                drift.StartDriftRun(
                    position=1, settings=product.settings, code_version=product.code_version
                ),
                drift.CompleteDriftRun(
                    cells=4,
                    tests=3,
                    findings=tuple(found),
                    findings_sha256="cd" * 32,
                    standing="current",
                ),
                drift.FailDriftRun(code="drift.failed"),
            ]
        )
    )
    return Step(drift_run, _run_id(customer_id, draw(some(3))), command)


@st.composite
def rule_steps(draw: st.DrawFn, customer_id: CustomerId) -> Step:
    create = alerts.CreateAlertRule(
        name="Everything", severity_min_bps=0, confidence_min_bps=0, at_risk_min_cents=0
    )
    command = draw(
        st.sampled_from([create, alerts.SwitchAlertRuleOff(), alerts.SwitchAlertRuleOn()])
    )
    return Step(alert_rule, stream_of(customer_id, "alert-rule", "1"), command)


@st.composite
def alert_steps(draw: st.DrawFn, customer_id: CustomerId) -> Step:
    seen = draw(drifts())
    sighting = alerts.Sighting(
        finding_id=stream_of(customer_id, finding.kind, seen.natural_key),
        finding_version=draw(st.integers(1, 4)),
        episode=1,
        product=seen.product,
        kind=seen.kind,
        payer=seen.key.payer,
        cpt_group=seen.key.cpt_group,
        severity_bps=seen.severity_bps,
        confidence_bps=seen.confidence_bps,
        at_risk_cents=seen.at_risk_cents,
        headline=seen.explanation,
    )
    rule_id = stream_of(customer_id, "alert-rule", "1")
    raised = alerts.RaiseAlert(rule_id=rule_id, sighting=sighting, seen_at=SEEN_AT)
    command: Command = draw(
        st.sampled_from(
            [
                raised,
                raised,
                alerts.CountOccurrence(sighting=sighting, because="same_finding", seen_at=SEEN_AT),
                alerts.AcknowledgeAlert(),
                alerts.AssignAlert(to=UUID(int=draw(st.integers(1, 2)))),
                alerts.CommentOnAlert(comment="Called them."),
                alerts.ResolveAlert(note="They paid."),
                alerts.ReopenAlert(note="They did not."),
            ]
        )
    )
    return Step(alert, stream_of(customer_id, "alert", draw(some(2))), command)


@st.composite
def judgment_steps(draw: st.DrawFn, customer_id: CustomerId) -> Step:
    number, operator = draw(some(2)), f"person:{draw(some(2))}"
    verdict = draw(st.sampled_from(("real", "noise", "needs_follow_up")))
    cents = draw(st.sampled_from((None, 12_345))) if verdict == "real" else None
    command = msgspec.convert(
        {
            "alert_id": stream_of(customer_id, "alert", number),
            "operator": operator,
            "verdict": verdict,
            "position_seen": draw(st.integers(1, 9)),
            "recovered_cents": cents,
            "recovered_on": cents and JANUARY,
        },
        JudgeAlert,
    )
    return Step(judgment, stream_of(customer_id, "judgment", f"{number}/{operator}"), command)


def a_backfill(customer_id: CustomerId) -> list[Step]:
    """Asked for and made, with nothing to look at."""
    stream_id = stream_of(customer_id, drift_backfill.kind, "1")
    until = JANUARY + timedelta(days=90)
    asked = RequestBackfill(products=("driftwatch",), first_until=JANUARY, last_until=until)
    commands = (asked, CompleteBackfill(runs=1, skipped=12))
    return [Step(drift_backfill, stream_id, command) for command in commands]
