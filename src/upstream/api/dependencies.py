"""What a route may ask for by name, and where it comes from."""

from typing import Annotated, Final

from litestar.concurrency import sync_to_thread
from litestar.connection import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter, SkipValidation

from upstream.api.asked import LIMIT_MAX, Asked, Listing
from upstream.api.callers import Caller
from upstream.api.composition import Parts
from upstream.api.requests import context_of, expected_version
from upstream.application.repetition import refuse_repetition
from upstream.domain.context import Context
from upstream.infrastructure.entrance import Place
from upstream.projections.moments import parse_moment

AnyRequest = Request[object, object, State]

AsOf = Annotated[
    str | None,
    QueryParameter(
        description="An RFC 3339 instant, a date (the end of that day in the customer's zone)"
        " or `position:N`; default: now."
    ),
]
MinPosition = Annotated[
    int,
    QueryParameter(
        ge=0,
        le=2**63 - 1,
        description="Wait, at most 5 s, until the answer shows this position of the log.",
    ),
]
Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX, description="Items per page.")]
CursorText = Annotated[
    str | None, QueryParameter(description="`next` of the page before; keeps its position.")
]

# Put together by us, never decoded from a request: there is nothing to validate.
PartsGiven = NamedDependency[SkipValidation[Parts]]
CallerGiven = NamedDependency[SkipValidation[Caller]]
PlaceGiven = NamedDependency[SkipValidation[Place]]
AskedGiven = NamedDependency[SkipValidation[Asked]]
ListingGiven = NamedDependency[SkipValidation[Listing]]
ContextGiven = NamedDependency[SkipValidation[Context]]
VersionGiven = NamedDependency[int | None]


def _parts(state: State) -> Parts:
    parts: Parts = state.parts
    return parts


def _caller(request: AnyRequest) -> Caller:
    caller: Caller = request.scope["state"]["caller"]
    return caller


def _place(request: AnyRequest, customer: FromPath[str]) -> Place:  # noqa: ARG001  documented
    place: Place = request.scope["state"]["place"]
    return place


def _asked(place: PlaceGiven, as_of: AsOf = None, min_position: MinPosition = 0) -> Asked:
    moment = None if as_of is None else parse_moment(as_of, time_zone=place.time_zone)
    return Asked(as_of=moment, min_position=min_position)


def _listing(
    request: AnyRequest,
    parts: PartsGiven,
    asked: AskedGiven,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Listing:
    return Listing(request, parts.cursors, asked, limit, cursor)


async def _context(
    request: AnyRequest, parts: PartsGiven, caller: CallerGiven, place: PlaceGiven
) -> Context:
    """Of a command with a JSON body. Raises AlreadyDone where its Idempotency-Key was used."""
    body = await request.body()
    command = str(request.route_handler.opt["command"])
    context = context_of(request, caller, place, command=command, body=body)
    await sync_to_thread(refuse_repetition, parts.log, context)
    return context


def _version(request: AnyRequest) -> int | None:
    return expected_version(request)


DEPENDENCIES: Final = {
    "parts": Provide(_parts, sync_to_thread=False),
    "caller": Provide(_caller, sync_to_thread=False),
    "place": Provide(_place, sync_to_thread=False),
    "asked": Provide(_asked, sync_to_thread=False),
    "listing": Provide(_listing, sync_to_thread=False),
    "context": Provide(_context),
    "version": Provide(_version, sync_to_thread=False),
}
