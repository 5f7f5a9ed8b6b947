"""The history: who did what, when and why, and how any record came to be."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import shown
from upstream.api.asked import Page
from upstream.api.dependencies import AskedGiven, Limit, ListingGiven, PartsGiven, PlaceGiven
from upstream.infrastructure.entrance import Place
from upstream.projections.audit.cloud_events import CloudEvent, cloud_events
from upstream.projections.audit.entity import (
    EntityHistory,
    FieldChange,
    VersionUnknown,
    difference,
    entity_history,
)
from upstream.projections.audit.timeline import NEEDS, Entry, EntryFilter, timeline
from upstream.projections.moments import parse_moment
from upstream.projections.view import Views

_VERSION = "version:"

At = Annotated[
    str | None,
    QueryParameter(
        description="`version:N`, an RFC 3339 instant, a date or `position:N`: the record as it"
        " stood then; default: now."
    ),
]


class EntityDocument(EntityHistory, frozen=True, kw_only=True, omit_defaults=True):
    """A record's history; with `compare_to` also what differs between the two states."""

    difference: list[FieldChange] | None = None


class EntriesAsked(EntryFilter, frozen=True, kw_only=True):
    """The filter of the history, as query parameters."""

    actor: Annotated[str | None, QueryParameter(description="`person:<id>`, `system:…`.")] = None
    action: Annotated[
        str | None, QueryParameter(description="An event's type or its beginning: `alerts.`")
    ] = None
    entity_kind: FromQuery[str | None] = None
    entity_id: Annotated[
        UUID | None, QueryParameter(name="entity", description="Id of one record.")
    ] = None
    recorded_from: Annotated[datetime | None, QueryParameter(name="from")] = None
    recorded_to: Annotated[datetime | None, QueryParameter(name="to", description="Exclusive.")] = (
        None
    )
    request_id: FromQuery[str | None] = None


@get(
    "/audit",
    operation_id="audit.list",
    opt=allowed("audit:read"),
    dependencies={"wanted": Provide(EntriesAsked, sync_to_thread=False)},
    sync_to_thread=True,
)
def audit(
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: NamedDependency[SkipValidation[EntriesAsked]],
) -> Response[Page[Entry]]:
    """Everything that happened at this customer, newest first."""
    with parts.views.at(place.customer_id, needs=NEEDS, **listing.asked.moment) as view:
        found = timeline(view, wanted, limit=listing.limit, below=listing.below)
        return listing.page(found.items, after=found.next, position=view.position)


@get(
    "/audit/entities/{kind:str}/{entity_id:uuid}",
    operation_id="audit.entity",
    opt=allowed("audit:read"),
    sync_to_thread=True,
)
def entity(
    kind: FromPath[str],
    entity_id: FromPath[UUID],
    parts: PartsGiven,
    place: PlaceGiven,
    asked: AskedGiven,
    at: At = None,
    compare_to: At = None,
) -> Response[EntityDocument]:
    """One record step by step, up to a version or a moment; what differs from another."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        history = entity_history(view, kind, entity_id)
    version = _version(parts.views, place, history, at)
    found = None
    if compare_to is not None:
        found = difference(history, _version(parts.views, place, history, compare_to), version)
    document = EntityDocument(
        kind=history.kind,
        id=history.id,
        version=version,
        position=history.position,
        steps=history.steps[:version],
        difference=found,
    )
    return shown(document, history.position)


@get("/events", operation_id="events.list", opt=allowed("audit:read"), sync_to_thread=True)
def events(
    parts: PartsGiven,
    place: PlaceGiven,
    limit: Limit = 50,
    cursor: Annotated[
        int, QueryParameter(ge=0, le=2**63 - 1, description="The position to go on after.")
    ] = 0,
) -> Response[Page[CloudEvent]]:
    """The log itself as CloudEvents, oldest first; go on after the last position for more."""
    found = cloud_events(parts.database, place.customer_id, after=cursor, limit=limit + 1)
    items, more = found[:limit], len(found) > limit
    position = items[-1].position if items else cursor
    page = Page(items=items, next=str(position) if more else None, position=position)
    return shown(page, position)


def _version(views: Views, place: Place, history: EntityHistory, at: str | None) -> int:
    """The record's version at a moment; 0 before its first. Raises VersionUnknown."""
    if at is None:
        return history.version
    if at.startswith(_VERSION):
        digits = at.removeprefix(_VERSION)
        version = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
        if not 0 <= version <= history.version:
            raise VersionUnknown("The record has no such version.")
        return version
    position = views.resolve(place.customer_id, parse_moment(at, time_zone=place.time_zone))
    if position is None:
        return history.version
    return sum(1 for step in history.steps if step.position <= position)


audit_router = Router("/", route_handlers=[audit, entity, events])
