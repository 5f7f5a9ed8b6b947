"""Alerts, what people said about them, and what came of it."""

from typing import Literal
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import record, shown, widened
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.domain.drift.settings import Kind
from upstream.domain.drift.severity import SeverityLabel
from upstream.projections.alerts import list_alerts
from upstream.projections.alerts.list_alerts import AlertFilter, AlertRow, Comment
from upstream.projections.judgments import recoveries as recovery_query
from upstream.projections.judgments.claim_recoveries import NEEDS as CLAIMS
from upstream.projections.judgments.claim_recoveries import ClaimRecoveries, claim_recoveries
from upstream.projections.judgments.list_judgments import JudgmentRow, judgments_of
from upstream.projections.judgments.recoveries import Recoveries
from upstream.projections.worklist.today import today_at
from upstream.projections.worklist.won import NEEDS as BEHIND
from upstream.projections.worklist.won import WonBack, won_back


class AlertDocument(AlertRow, frozen=True, kw_only=True):
    """An alert with what was written and said about it by `position`."""

    comments: list[Comment]
    judgments: list[JudgmentRow]
    won_back: WonBack
    position: int


class RecoveriesDocument(Recoveries, frozen=True, kw_only=True):
    """What operators typed in, and beside it what the claims themselves say."""

    from_claims: ClaimRecoveries


class AlertsAsked(AlertFilter, frozen=True, kw_only=True):
    """The filter of the list, as query parameters. `active` is open or acknowledged."""

    status: FromQuery[Literal["open", "acknowledged", "resolved", "active"] | None] = None
    severity_label: FromQuery[SeverityLabel | None] = None
    product: FromQuery[str | None] = None
    kind: FromQuery[Kind | None] = None
    payer: FromQuery[str | None] = None
    cpt_group: FromQuery[str | None] = None
    rule_id: FromQuery[UUID | None] = None
    finding_id: FromQuery[UUID | None] = None
    assignee: FromQuery[UUID | None] = None


@get(
    "/alerts",
    operation_id="alerts.list",
    opt=allowed("alerts:read"),
    dependencies={"wanted": Provide(AlertsAsked, sync_to_thread=False)},
    sync_to_thread=True,
)
def alerts(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[AlertsAsked]],
) -> Response[Page[AlertRow]]:
    """What somebody should look at, the worst first."""
    needs = list_alerts.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        found = list_alerts.list_alerts(view, wanted, limit=listing.limit, after=listing.after_pair)
        return listing.page_by(found.items, after=found.next, position=view.position)


@get(
    "/alerts/{alert_id:uuid}",
    operation_id="alerts.detail",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def alert_detail(
    alert_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[AlertDocument]:
    """One alert, with comments and judgments."""
    needs = (*list_alerts.NEEDS, *BEHIND)
    with parts.views.at(place.customer_id, needs=needs, **asked.moment) as view:
        found = list_alerts.alert(view, alert_id)
        document = widened(
            AlertDocument,
            found,
            comments=list_alerts.comments(view, alert_id),
            judgments=judgments_of(view, alert_id),
            won_back=won_back(view, alert_id),
            position=view.position,
        )
        return record(document, view.position, found.version, request.headers)


@get("/recoveries", operation_id="recoveries", opt=allowed("alerts:read"), sync_to_thread=True)
def recoveries(
    parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[RecoveriesDocument]:
    """What was won back, from whom, by whom, how fast, and how often each rule and product is
    right, month by month: as operators recorded it, and from the claims alone.
    """
    needs = (*recovery_query.NEEDS, *CLAIMS)
    with parts.views.at(place.customer_id, needs=needs, **asked.moment) as view:
        found = recovery_query.recoveries(view, time_zone=place.time_zone)
        today = today_at(view, asked.as_of, time_zone=place.time_zone)
        document = widened(
            RecoveriesDocument, found, from_claims=claim_recoveries(view, today=today)
        )
        return shown(document, view.position)


told_router = Router("/", route_handlers=[alerts, alert_detail, recoveries])
