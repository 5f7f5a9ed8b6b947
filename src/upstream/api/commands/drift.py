"""Asking for a detection run, or for many over the past."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Accepted, Done, accepted, done
from upstream.api.dependencies import ContextGiven, PartsGiven, PlaceGiven
from upstream.application.drift import request_run
from upstream.application.drift.backfilling import Stretch, cancel_backfill, request_backfill
from upstream.projections.moments import parse_moment

RUN_URL = "/api/v1/customers/{customer}/drift-runs/{id}"
BACKFILL_URL = "/api/v1/customers/{customer}/drift-backfills/{id}"


class RunAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two clocks: `until`, when things happened; `as_of`, what was known."""

    product: str = "driftwatch"
    until: date | None = None
    """The date the current window ends, itself not included; default: today for the customer."""
    as_of: Annotated[
        str | None,
        msgspec.Meta(description="RFC 3339 instant, date or `position:N`; default: now."),
    ] = None


@post(
    "/drift-runs",
    operation_id="drift.run",
    opt=allowed("drift:run", command="drift.request_run", status_url=RUN_URL),
    status_code=202,
    sync_to_thread=True,
)
def run(
    data: JSONBody[RunAsked], parts: PartsGiven, place: PlaceGiven, context: ContextGiven
) -> Response[Accepted]:
    """Compare the current window of every payer and procedure group with its baseline."""
    known_at = None
    if data.as_of is not None:
        moment = parse_moment(data.as_of, time_zone=place.time_zone)
        known_at = parts.views.resolve(place.customer_id, moment)
    answer = request_run(
        parts.log,
        context,
        product=data.product,
        time_zone=place.time_zone,
        until=data.until,
        as_of=known_at,
    )
    return accepted(answer, RUN_URL.format(customer=place.slug, id=answer.id))


class BackfillAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The weeks that end from `from` to `to`, both included, on the weekday of the schedule."""

    begins: date = msgspec.field(name="from")
    ends: date = msgspec.field(name="to")
    products: tuple[str, ...] = ()
    """Default: all that are on."""
    as_known_then: bool = False
    """Each week by what was known then, findings of today left alone; default: by what is known
    now, and findings get their history."""


@post(
    "/drift-backfills",
    operation_id="drift.backfill",
    opt=allowed("drift:run", command="drift.request_backfill", status_url=BACKFILL_URL),
    status_code=202,
    sync_to_thread=True,
)
def backfill(
    data: JSONBody[BackfillAsked], parts: PartsGiven, place: PlaceGiven, context: ContextGiven
) -> Response[Accepted]:
    """Make the weekly runs of a stretch of the past, in order. They interrupt nobody."""
    answer = request_backfill(
        parts.log,
        context,
        Stretch(data.begins, data.ends, data.products, data.as_known_then),
        time_zone=place.time_zone,
    )
    return accepted(answer, BACKFILL_URL.format(customer=place.slug, id=answer.id))


@post(
    "/drift-backfills/{backfill_id:uuid}/cancel",
    operation_id="drift.cancel_backfill",
    opt=allowed("drift:run", command="drift.cancel_backfill"),
    sync_to_thread=True,
)
def cancel(backfill_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven) -> Response[Done]:
    """Begin no further run; those that were made stay."""
    return done(cancel_backfill(parts.log, context, backfill_id))


drift_commands = Router("/", route_handlers=[run, backfill, cancel])
