"""Alert rules with what they learned, maintenance windows, and what was kept down and why."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath, FromQuery

from upstream.api.access import allowed
from upstream.api.answers import record, shown
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.projections.alerts import list_rules, maintenance, suppressions
from upstream.projections.alerts.list_rules import AlertRuleRow
from upstream.projections.alerts.maintenance import MaintenanceRow
from upstream.projections.alerts.rule_record import NEEDS as RECORD
from upstream.projections.alerts.rule_record import RuleRecord, rule_record
from upstream.projections.alerts.suppressions import Suppression
from upstream.projections.view import View


@get(
    "/alert-rules", operation_id="alert_rules.list", opt=allowed("alerts:read"), sync_to_thread=True
)
def rules(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[AlertRuleRow]]:
    """By which rules somebody is told, by name."""
    needs = list_rules.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        return listing.part_of(list_rules.list_rules(view), position=view.position)


@get(
    "/alert-rules/{rule_id:uuid}",
    operation_id="alert_rules.detail",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def rule_detail(
    rule_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[RuleRecord]:
    """One rule: its terms, what it learned, how often it was right."""
    with parts.views.at(place.customer_id, needs=RECORD, **asked.moment) as view:
        found = rule_record(view, rule_id, time_zone=place.time_zone, now=_now(view, asked.as_of))
        return record(found, view.position, found.version, request.headers)


@get(
    "/alert-suppressions",
    operation_id="alert_suppressions.list",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def kept_down(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    rule_id: FromQuery[UUID | None] = None,
) -> Response[Page[Suppression]]:
    """Sightings that met a rule and were kept down, with the reason, the latest first."""
    needs = suppressions.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        found = suppressions.list_suppressions(
            view, rule_id=rule_id, limit=listing.limit + 1, below=listing.below
        )
        after = found[listing.limit - 1].position if len(found) > listing.limit else None
        return listing.page(found[: listing.limit], after=after, position=view.position)


@get(
    "/maintenance-windows",
    operation_id="maintenance_windows.list",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def windows(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[MaintenanceRow]]:
    """When nobody wants to hear about which payer, the latest first."""
    needs = maintenance.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        found = maintenance.list_maintenance(view, now=_now(view, listing.asked.as_of))
        return listing.part_of(found, position=view.position)


@get(
    "/maintenance-windows/{window_id:uuid}",
    operation_id="maintenance_windows.detail",
    opt=allowed("alerts:read"),
    sync_to_thread=True,
)
def window_detail(
    window_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[MaintenanceRow]:
    """One maintenance window."""
    with parts.views.at(place.customer_id, needs=maintenance.NEEDS, **asked.moment) as view:
        found = maintenance.maintenance_window(view, window_id, now=_now(view, asked.as_of))
        return shown(found, view.position)


def _now(view: View, as_of: object) -> datetime:
    """When a look at the past is a look at its own present."""
    return (view.recorded_at() if as_of is not None else None) or datetime.now(UTC)


rules_router = Router("/", route_handlers=[rules, rule_detail, kept_down, windows, window_detail])
