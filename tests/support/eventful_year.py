"""One history in which everything happens once, so that no read model stays empty."""

from datetime import date

from tests.support.claim_log import recorded
from tests.support.contract_histories import everything_agreed
from tests.support.drift_histories import SEEN_AT, a_backfill
from tests.support.drifts import drift
from tests.support.histories import SHAPE
from tests.support.mapping_histories import everything_mapped
from tests.support.quality_histories import QUALITY, RULES, everything_checked
from tests.support.remittance_histories import payment, told
from tests.support.settings_histories import FOUND, everything_set_up
from tests.support.sightings import sighting
from tests.support.telling import JANUARY, AnyDecider, Step
from tests.support.told_histories import everything_told
from tests.support.worklist_histories import every_clock

from upstream.domain.alerts import commands as alerts
from upstream.domain.alerts.alert import decider as alert
from upstream.domain.alerts.rule import decider as alert_rule
from upstream.domain.claims.claim import RecordClaim
from upstream.domain.claims.claim import decider as claim
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.layout import Layout
from upstream.domain.drift import commands as drifting
from upstream.domain.drift.finding import decider as finding
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.drift.run import decider as drift_run
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.judgment import decider as judgment
from upstream.domain.messages import Command
from upstream.domain.streams import stream_of
from upstream.domain.units import Cents, CustomerId
from upstream.domain.uploads import commands as uploads
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.upload import decider as upload

CHUNK = uploads.RecordChunk(
    offset=SHAPE.first_offset,
    counts=Counts(rows_read=2, rows_new=1, rows_rejected=1),
    next_line=4,
    next_offset=120,
    rejected=(RejectedRow(3, (Fault("payer", "row.missing"),)),),
    personal=FOUND,
    quality=QUALITY,
)


def eventful_year(customer_id: CustomerId) -> list[list[Step]]:
    """One commit per kind of thing."""
    seen, product = drift(), PRODUCTS[0]
    run_id = stream_of(customer_id, "drift-run", "1")
    rule_id = stream_of(customer_id, "alert-rule", "1")
    alert_id = stream_of(customer_id, "alert", "1")
    finding_id = stream_of(customer_id, finding.kind, seen.natural_key)
    recovered = JudgeAlert(
        alert_id=alert_id,
        operator="person:1",
        verdict="real",
        position_seen=1,
        recovered_cents=Cents(12_345),
        recovered_on=date(2026, 4, 1),
    )

    def steps(decider: AnyDecider, key: str, *commands: Command) -> list[Step]:
        stream_id = stream_of(customer_id, decider.kind, key)
        return [Step(decider, stream_id, command) for command in commands]

    return [
        steps(upload, "1", *_received_and_recorded()),
        steps(claim, "1", *_decided(customer_id)),
        steps(claim, "2", _paid_twice_over(customer_id)),
        steps(
            drift_run,
            "1",
            drifting.RequestDriftRun(product=product.product, until=seen.current.to_on),
            drifting.StartDriftRun(
                position=1, settings=product.settings, code_version=product.code_version
            ),
            drifting.CompleteDriftRun(
                cells=1, tests=1, findings=(seen,), findings_sha256="cd" * 32, standing="current"
            ),
        ),
        steps(
            finding,
            seen.natural_key,
            drifting.ObserveDrift(run_id=run_id, drift=seen, reported=True),
        ),
        steps(
            alert_rule,
            "1",
            alerts.CreateAlertRule(
                name="All", severity_min_bps=0, confidence_min_bps=0, at_risk_min_cents=0
            ),
        ),
        steps(
            alert,
            "1",
            alerts.RaiseAlert(
                rule_id=rule_id, sighting=sighting(finding_id=finding_id), seen_at=SEEN_AT
            ),
            alerts.CommentOnAlert(comment="Called them."),
        ),
        steps(judgment, "1", recovered),
        *everything_told(customer_id, rule_id, alert_id),
        [told(customer_id, payment(), "1")],
        a_backfill(customer_id),
        *everything_set_up(customer_id),
        *every_clock(customer_id),
        *everything_checked(customer_id),
        *everything_agreed(customer_id, recorded("A-1").facts.payer),
        *everything_mapped(customer_id, recorded("A-1").facts.payer),
    ]


def _received_and_recorded() -> list[Command]:
    return [
        uploads.ReceiveFile(file_name="claims.csv", size_bytes=420, sha256="ab" * 32),
        uploads.StartValidation(),
        uploads.AcceptFile(layout=Layout(shape=SHAPE, columns=(), today=JANUARY), rules=RULES),
        CHUNK,
        uploads.CompleteRecording(),
    ]


def _decided(customer_id: CustomerId) -> list[Command]:
    facts = (
        recorded("A-1").facts,
        recorded("A-1", outcome="DENIED", decided_on=date(2026, 2, 1)).facts,
    )
    upload_id = stream_of(customer_id, upload.kind, "1")
    return [
        RecordClaim(facts=known, silent=frozenset(), upload_id=upload_id, line=2) for known in facts
    ]


def _paid_twice_over(customer_id: CustomerId) -> Command:
    """Two units: what its row alone does not say."""
    more = {"units": 2, "decided_on": date(2026, 2, 1), "allowed_cents": Cents(10_000)}
    facts = recorded("A-2", outcome="PAID", **more).facts
    upload_id = stream_of(customer_id, upload.kind, "1")
    return RecordClaim(facts=facts, silent=frozenset(), upload_id=upload_id, line=3)
