"""Asking for a detection run."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.params import JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Accepted, accepted
from upstream.api.dependencies import ContextGiven, PartsGiven, PlaceGiven
from upstream.application.drift import request_run
from upstream.projections.moments import parse_moment

RUN_URL = "/api/v1/customers/{customer}/drift-runs/{id}"


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
