"""Runs that nobody has to ask for one by one: when the next is due, and how far backfills are."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get
from litestar.params import FromPath

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
from upstream.domain.settings.products import Products
from upstream.domain.settings.schedule import Schedule, next_slot
from upstream.projections.drift import backfill_versions
from upstream.projections.drift.backfill_versions import Backfill
from upstream.projections.settings.settings_versions import NEEDS, settings_at


class DriftSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """The weekly run by the settings of that moment; `next_until` is where it will look until.

    `weekday` 0 is Monday; both null where it is off.
    """

    schedule: Schedule
    time_zone: str
    next_run_at: datetime | None
    next_until: date | None
    products: Products
    position: int


@get(
    "/drift-schedule", operation_id="drift.schedule", opt=allowed("drift:read"), sync_to_thread=True
)
def drift_schedule(
    parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[DriftSchedule]:
    """When detection looks next by itself, and with which products."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        known = settings_at(view).settings
        position = view.position
    slot = next_slot(known.schedule, ZoneInfo(place.time_zone), datetime.now(UTC))
    document = DriftSchedule(
        schedule=known.schedule,
        time_zone=place.time_zone,
        next_run_at=slot.at if known.schedule.on else None,
        next_until=slot.until if known.schedule.on else None,
        products=known.products,
        position=position,
    )
    return shown(document, position)


@get(
    "/drift-backfills",
    operation_id="drift.backfills",
    opt=allowed("drift:read"),
    sync_to_thread=True,
)
def backfills(
    parts: PartsGiven, place: PlaceGiven, listing: ListingGiven
) -> Response[Page[Backfill]]:
    """The backfills, the latest first, each with how far it is."""
    needs = backfill_versions.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        found = backfill_versions.list_backfills(
            view, limit=listing.limit, after=listing.after_texts
        )
        return listing.page_by(found.items, after=found.next, position=view.position)


@get(
    "/drift-backfills/{backfill_id:uuid}",
    operation_id="drift.backfill_detail",
    opt=allowed("drift:read"),
    sync_to_thread=True,
)
def backfill(
    backfill_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
) -> Response[Backfill]:
    """How far one backfill is."""
    needs = backfill_versions.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **asked.moment) as view:
        found = backfill_versions.backfill(view, backfill_id)
        return record(found, view.position, found.version + found.runs_done, request.headers)


backfill_queries = (drift_schedule, backfills, backfill)
