"""What a rule would have done over a year of history, with reasons, in one pass."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from tests.support.claim_log import context_of
from tests.support.detection import Bench, bench_of
from tests.support.drifts import drift
from tests.support.taking_in import SECRET

from upstream.application.alerts.maintenance import plan_maintenance
from upstream.application.folding import folded_many
from upstream.application.settings import change_settings
from upstream.domain.alerts.maintenance_events import Maintenance
from upstream.domain.alerts.refusals import AlertRuleInvalid
from upstream.domain.alerts.terms import QuietHours, RuleTerms
from upstream.domain.drift.commands import ObserveDrift
from upstream.domain.drift.detection import Drift, Key
from upstream.domain.drift.finding import decider as finding
from upstream.domain.drift.severity import Bands
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.projections.alerts.dry_run import NEEDS, DryRun, dry_run

NOW = datetime.now(UTC)
THIS_WEEK = NOW.date()
TERMS = RuleTerms(
    name="everything", severity_min_bps=4_000, confidence_min_bps=5_000, at_risk_min_cents=0
)


@pytest.fixture
def bench(database: Database, customer_id: CustomerId) -> Iterator[Bench]:
    made = bench_of(database, customer_id)
    yield made
    made.projector.close()


def _observe(bench: Bench, run: int, *seen: Drift) -> None:
    """One run's sightings in one commit."""
    ids = [stream_of(bench.customer_id, finding.kind, each.natural_key) for each in seen]
    streams = []
    for (place, state), each in zip(
        folded_many(bench.log, bench.customer_id, finding, ids), seen, strict=True
    ):
        command = ObserveDrift(run_id=UUID(int=run), drift=each, reported=True)
        streams.append(place.then(*finding.decide(command, state)))
    bench.log.append(context_of(bench.customer_id, command="drift.run"), *streams)


def _week(ago: int) -> date:
    return THIS_WEEK - timedelta(days=7 * ago)


def _run(bench: Bench, terms: RuleTerms = TERMS) -> DryRun:
    bench.catch_up()
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        return dry_run(view, terms, rule_id=None, time_zone="America/New_York", now=NOW)


@pytest.mark.feature("AL-1")
def test_a_finding_seen_for_weeks_would_have_been_one_alert(bench: Bench) -> None:
    for ago in range(10, 0, -1):
        _observe(bench, 100 - ago, drift(until=_week(ago)))
    found = _run(bench)
    assert found.ended == {"raised": 1, "grouped": 9, "suppressed": 0, "no_rule_matched": 0}
    assert found.sightings == 10
    (only,) = found.items
    assert (only.result, only.reason) == ("raised", "first_occurrence")
    assert only.at.date() == _week(10), "a week that was looked at later counts on its own day"


@pytest.mark.feature("AL-1", "AL-3")
def test_what_would_have_been_kept_down_says_why(bench: Bench) -> None:
    context = context_of(bench.customer_id, now=NOW)
    window = Maintenance(
        begins_at=NOW - timedelta(days=30), ends_at=NOW + timedelta(days=1), reason="portal"
    )
    plan_maintenance(bench.log, context, window)
    other = Key("Another Payer", "Radiology")
    _observe(bench, 1, drift(until=_week(8)), drift(until=_week(8), key=other, severity_bps=2_000))
    _observe(bench, 2, drift(until=_week(2)), drift(until=_week(2), key=other, severity_bps=7_500))
    found = _run(bench)
    assert found.ended == {"raised": 1, "grouped": 0, "suppressed": 2, "no_rule_matched": 1}
    assert found.reasons == {"severity_below_minimum": 1, "maintenance_window": 2}
    strict = msgspec.structs.replace(TERMS, payers=("ANOTHER payer",))
    assert _run(bench, strict).reasons["payer_differs"] == 2


def test_quiet_hours_would_have_held_the_weekly_run_back(bench: Bench) -> None:
    _observe(bench, 1, drift(until=_week(3)))
    night = QuietHours(begin_minute=22 * 60, end_minute=7 * 60)
    found = _run(bench, msgspec.structs.replace(TERMS, quiet_hours=night))
    assert found.held == 1
    held = found.items[0].held_until
    assert held is not None
    assert held > found.items[0].at


def test_terms_that_make_no_sense_are_refused_like_those_of_a_rule(bench: Bench) -> None:
    with pytest.raises(AlertRuleInvalid):
        _run(bench, msgspec.structs.replace(TERMS, severity_min_bps=10_001))


@pytest.mark.feature("AL-1")
def test_a_year_of_a_hundred_findings_a_week_takes_less_than_five_seconds(bench: Bench) -> None:
    for ago in range(51, -1, -1):
        severity = 4_000 + 100 * (ago % 50)
        _observe(
            bench,
            100 - ago,
            *(
                drift(
                    until=_week(ago),
                    key=Key(f"Payer {number % 20}", f"Group {number // 20}"),
                    severity_bps=severity,
                )
                for number in range(100)
            ),
        )
    bench.catch_up()
    began = time.perf_counter()
    found = _run(bench)
    assert time.perf_counter() - began < 5
    assert found.sightings == 5_200
    assert sum(found.ended.values()) == found.sightings
    assert found.ended["raised"] == 100


@pytest.mark.feature("AL-1", "ID-10")
def test_severity_is_named_by_the_customers_own_bands(bench: Bench) -> None:
    _observe(bench, 1, drift(until=_week(1)))
    strict = Bands(critical_bps=5_400, high_bps=5_000, medium_bps=1_000)
    wished = ChangeSettings(detection=DetectionWishes(bands=strict))
    usual = [one.severity_label for one in _run(bench).items]
    change_settings(bench.log, SECRET, context_of(bench.customer_id), wished)

    assert usual == ["medium"]
    assert [one.severity_label for one in _run(bench).items] == ["critical"]
