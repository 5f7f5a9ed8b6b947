"""Every question we keep answered, and every reaction, one line each."""

from upstream.domain.drift.backfill import BackfillRequested
from upstream.domain.drift.events import (
    DriftRunRequested,
    FindingDetected,
    FindingSeenAgain,
    FindingWorsened,
)
from upstream.domain.uploads.events import UploadCompleted, UploadReceived
from upstream.domain.uploads.withdrawal import WithdrawalRequested
from upstream.projections.alerts.alert_versions import alerts
from upstream.projections.alerts.lessons import alert_lessons
from upstream.projections.alerts.maintenance import maintenance_windows
from upstream.projections.alerts.rule_versions import alert_rules
from upstream.projections.alerts.suppressions import alert_suppressions
from upstream.projections.audit.audit_entries import audit_entries
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.contracts.claim_lines import claim_lines
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.dashboard.claim_ledgers import claim_ledgers
from upstream.projections.deliveries.channels import channels
from upstream.projections.deliveries.delivery_versions import deliveries
from upstream.projections.deliveries.queueing import queue_messages
from upstream.projections.drift.backfill_versions import drift_backfills
from upstream.projections.drift.finding_versions import findings
from upstream.projections.drift.run_versions import drift_runs
from upstream.projections.judgments.judgment_versions import judgments
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.personal.upload_cells import upload_personal_cells
from upstream.projections.projection import Projection
from upstream.projections.quality.rule_versions import validation_rules
from upstream.projections.quality.upload_quality import upload_quality
from upstream.projections.reactions import whenever
from upstream.projections.remittances.remittance_versions import remittances
from upstream.projections.settings.settings_versions import customer_settings
from upstream.projections.uploads.upload_versions import uploads
from upstream.projections.worklist.payer_clocks import payer_clocks

PROJECTIONS: tuple[Projection, ...] = (
    claim_versions,
    claim_lines,
    claim_ledgers,
    audit_entries,
    drift_runs,
    drift_backfills,
    findings,
    alert_rules,
    alerts,
    alert_suppressions,
    alert_lessons,
    maintenance_windows,
    channels,
    deliveries,
    judgments,
    uploads,
    upload_personal_cells,
    customer_settings,
    remittances,
    validation_rules,
    upload_quality,
    mappings,
    contracts,
    payer_clocks,
)

REACTIONS: tuple[Projection, ...] = (
    whenever(UploadReceived, ask_for="uploads.record"),
    whenever(WithdrawalRequested, ask_for="uploads.withdraw"),
    whenever(UploadCompleted, ask_for="quality.assess"),
    whenever(DriftRunRequested, ask_for="drift.run"),
    whenever(BackfillRequested, ask_for="drift.backfill"),
    whenever(FindingDetected, FindingSeenAgain, FindingWorsened, ask_for="alerts.evaluate"),
    queue_messages,
)
