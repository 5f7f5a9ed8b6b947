"""Every question that can be asked as of a moment, so that no answer escapes the comparison."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from tests.support.contract_questions import ABOUT_A_CONTRACT, OF_CONTRACTS
from tests.support.drift_questions import ABOUT_DETECTION, OF_DETECTION
from tests.support.telling import GROUPS, JANUARY, PAYERS

from upstream.domain.messages import Refusal
from upstream.projections.alerts.dry_run import dry_run
from upstream.projections.alerts.lessons import list_lessons
from upstream.projections.alerts.list_alerts import (
    AlertFilter,
    alert,
    alerts_active,
    comments,
    list_alerts,
)
from upstream.projections.alerts.list_rules import list_rules, terms_of
from upstream.projections.alerts.maintenance import list_maintenance
from upstream.projections.alerts.rule_record import rule_record
from upstream.projections.alerts.suppressions import list_suppressions
from upstream.projections.audit.entity import entity_history
from upstream.projections.audit.timeline import EntryFilter, commits_between, timeline
from upstream.projections.claims.list_claims import ClaimFilter, claim, list_claims
from upstream.projections.claims.payers import month_trend, payer_summaries
from upstream.projections.claims.told import told_of
from upstream.projections.dashboard.dashboard import dashboard
from upstream.projections.deliveries.channels import list_channels
from upstream.projections.deliveries.list_deliveries import (
    DeliveryFilter,
    attempts,
    deliveries_by_state,
    delivery,
    list_deliveries,
)
from upstream.projections.figures.figures import figures
from upstream.projections.figures.scorecard import scorecard
from upstream.projections.forecast.forecasts import forecasts
from upstream.projections.judgments.claim_recoveries import claim_recoveries
from upstream.projections.judgments.list_judgments import judgments_of
from upstream.projections.judgments.recoveries import recoveries
from upstream.projections.mappings.list_mappings import (
    list_cpt_mappings,
    list_header_mappings,
    list_payer_mappings,
    payer_suggestions,
    rejected_suggestions,
)
from upstream.projections.personal.upload_cells import personal_data_of
from upstream.projections.quality.dashboard import quality
from upstream.projections.quality.list_rules import list_rules as list_validation_rules
from upstream.projections.quality.reports import quality_report
from upstream.projections.remittances.list_remittances import (
    RemittanceFilter,
    list_remittances,
    remittance,
)
from upstream.projections.remittances.provider_adjustments import provider_adjustments
from upstream.projections.settings.settings_versions import settings_at
from upstream.projections.uploads.documents import UploadFilter
from upstream.projections.uploads.list_uploads import list_uploads, upload
from upstream.projections.uploads.rejected_rows import rejected_rows
from upstream.projections.view import View
from upstream.projections.worklist.claims import claims_to_work
from upstream.projections.worklist.payer_clocks import list_payer_clocks
from upstream.projections.worklist.won import won_back
from upstream.projections.worklist.worklist import WorklistFilter, worklist

Streams = Mapping[str, Iterable[UUID]]
"""The ids of a history's streams by the kind of thing they are."""

Ask = Callable[[View], object]

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
"""Questions that depend on a clock are asked at this one."""

WHOLE: dict[str, Ask] = {
    "dashboard": dashboard,
    "payers": payer_summaries,
    "payers of a month": lambda v: payer_summaries(v, since=JANUARY, until=JANUARY + timedelta(31)),
    "trend": month_trend,
    "claims": lambda v: list_claims(v, ClaimFilter(), limit=3),
    "denied claims": lambda v: list_claims(v, ClaimFilter(outcome="DENIED", payer=PAYERS[0])),
    "claims denied at first": lambda v: list_claims(v, ClaimFilter(first_outcome="DENIED")),
    "reversed claims": lambda v: list_claims(v, ClaimFilter(stage="reversed")),
    "claims of a group": lambda v: list_claims(v, ClaimFilter(cpt_group=GROUPS[0], search="A-")),
    "audit": lambda v: timeline(v, EntryFilter(), limit=200),
    "audit page": lambda v: timeline(v, EntryFilter(), limit=2),
    "audit of claims": lambda v: timeline(v, EntryFilter(action="claims."), limit=200),
    "audit of uploads": lambda v: timeline(v, EntryFilter(entity_kind="upload"), limit=200),
    "audit of somebody": lambda v: timeline(v, EntryFilter(actor="person:1", request_id="r-1")),
    "commits": lambda v: commits_between(v, 0, v.position),
    **OF_CONTRACTS,
    **OF_DETECTION,
    "alerts": lambda v: list_alerts(v, AlertFilter()),
    "active alerts": alerts_active,
    "rules": list_rules,
    "suppressions": list_suppressions,
    "maintenance": lambda v: list_maintenance(v, now=NOON),
    "channels": list_channels,
    "deliveries": lambda v: list_deliveries(v, DeliveryFilter()),
    "deliveries by state": deliveries_by_state,
    "recoveries": lambda v: recoveries(v, time_zone="America/New_York"),
    "recoveries of claims": lambda v: claim_recoveries(v, today=NOON.date()),
    "claims of one payer": lambda v: list_claims(v, ClaimFilter(payer="One Payer")),
    "claims of an own group": lambda v: list_claims(v, ClaimFilter(cpt_group="Visits")),
    "payer mappings": list_payer_mappings,
    "payer suggestions": payer_suggestions,
    "rejected suggestions": rejected_suggestions,
    "cpt mappings": list_cpt_mappings,
    "header mappings": list_header_mappings,
    "settings": settings_at,
    "payer clocks": list_payer_clocks,
    "worklist": lambda v: worklist(v, WorklistFilter(), today=NOON.date()),
    "uploads": lambda v: list_uploads(v, UploadFilter()),
    "validation rules": list_validation_rules,
    "quality": quality,
    "payments": lambda v: list_remittances(v, RemittanceFilter()),
    "payments with take-backs": lambda v: list_remittances(
        v, RemittanceFilter(payer=PAYERS[0], with_take_backs=True), limit=1
    ),
    "figures": lambda v: figures(v, since=JANUARY, until=JANUARY + timedelta(90)),
    "figures of a payer": lambda v: figures(
        v, since=JANUARY, until=JANUARY + timedelta(200), payer="One Payer"
    ),
    "forecasts": lambda v: forecasts(v, shown_on=JANUARY + timedelta(100)),
    "scorecard": lambda v: scorecard(
        v, since=JANUARY + timedelta(30), until=JANUARY + timedelta(60)
    ),
    "take-backs": lambda v: provider_adjustments(v, RemittanceFilter()),
}

ABOUT: dict[str, dict[str, Callable[[View, UUID], object]]] = {
    "claim": {"claim": claim, "told": told_of},
    "remittance": {"payment": remittance},
    "upload": {
        "upload": upload,
        "rejected rows": rejected_rows,
        "quality": quality_report,
        "personal data": personal_data_of,
    },
    **ABOUT_DETECTION,
    "contract": ABOUT_A_CONTRACT,
    "alert-rule": {
        "rule": lambda v, i: rule_record(v, i, time_zone="America/New_York", now=NOON),
        "lessons": lambda v, i: list_lessons(v, i, now=NOON),
        "dry run": lambda v, i: dry_run(
            v, terms_of(v, i), rule_id=i, time_zone="America/New_York", now=NOON
        ),
    },
    "delivery": {"delivery": delivery, "attempts": attempts},
    "alert": {
        "alert": alert,
        "comments": comments,
        "judgments": judgments_of,
        "won back": won_back,
        "claims to work": lambda v, i: claims_to_work(v, i, today=NOON.date()),
    },
}


def answers(view: View, streams: Streams) -> dict[str, Any]:
    """Every question's answer at the view's position, as plain values; a refusal is one too."""
    found = {name: _answer(ask, view) for name, ask in WHOLE.items()}
    for kind, ids in streams.items():
        for stream_id in ids:
            about = {"history": _history(kind), **ABOUT.get(kind, {})}
            for name, ask in about.items():
                found[f"{name} {stream_id}"] = _answer(ask, view, stream_id)
    return found


def _history(kind: str) -> Callable[[View, UUID], object]:
    def ask(view: View, entity_id: UUID) -> object:
        return entity_history(view, kind, entity_id)

    return ask


def _answer(ask: Callable[..., object], *asked: object) -> Any:  # noqa: ANN401  any document
    try:
        return msgspec.to_builtins(ask(*asked))
    except Refusal as refusal:
        return refusal.code
