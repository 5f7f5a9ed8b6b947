"""Server-sent events: new alerts, progress of uploads, finished runs, while somebody listens."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

import msgspec
from litestar import get
from litestar.response import Stream

from upstream.api.access import ROLES, Permission, allowed
from upstream.api.callers import Caller
from upstream.api.dependencies import AnyRequest, CallerGiven, PlaceGiven
from upstream.api.stream.feeds import Feed, Feeds
from upstream.domain.messages import Refusal
from upstream.projections.stream.news import Latest, News, Topic

PING_SECONDS: Final = 15.0
"""Before anything between us and the listener thinks that the connection is dead."""
RETRY_MS: Final = 2_000
ADMINISTRATOR_SECONDS: Final = 60.0
"""Who visits is asked again so often whether the door is still open."""

_NEEDED: Final[dict[Topic, Permission]] = {
    "alert.raised": "alerts:read",
    "alert.changed": "alerts:read",
    "upload.progress": "uploads:read",
    "run.finished": "drift:read",
    "backfill.finished": "drift:read",
}


class LastEventUnreadable(Refusal):
    """`Last-Event-ID` is a position of the log."""

    code = "stream.last_event_unreadable"


@get("/stream", operation_id="stream", opt=allowed("dashboard:read"))
async def stream(request: AnyRequest, place: PlaceGiven, caller: CallerGiven) -> Stream:
    """New alerts, progress of uploads and finished runs as `text/event-stream`.

    An event's id is its position in the log; `Last-Event-ID` goes on after it. `reset` says that
    too much was missed: read the lists again. Comments keep the connection alive.
    """
    feeds: Feeds = request.app.state.feeds
    feed = feeds.of(place.customer_id)
    after = _last_event(request.headers.get("last-event-id"))
    return Stream(
        _written(feed, caller, after, lasts(caller, datetime.now(UTC), feeds.lasts_seconds)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def lasts(caller: Caller, now: datetime, seconds_max: float) -> float:
    """For how many seconds the caller may listen before coming back to be asked again."""
    if caller.role is not None:
        return seconds_max
    until = caller.inside_until
    left = ADMINISTRATOR_SECONDS if until is None else max((until - now).total_seconds(), 0.0)
    return min(seconds_max, ADMINISTRATOR_SECONDS, left)


def _last_event(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise LastEventUnreadable("Last-Event-ID is the id of an event of this stream.")
    return int(given)


async def _written(
    feed: Feed, caller: Caller, after: int | None, lasts_seconds: float
) -> AsyncIterator[bytes]:
    """Events and pings, until the listener goes, cannot keep up, or has to be asked again."""
    may = ROLES[caller.role or "administrator"]
    heard = feed.listen(after)
    clock = asyncio.get_running_loop().time
    ends = clock() + lasts_seconds
    coming = asyncio.ensure_future(anext(heard))
    try:
        yield f"retry: {RETRY_MS}\n\n".encode()
        while (left := ends - clock()) > 0:
            done, _ = await asyncio.wait({coming}, timeout=min(PING_SECONDS, left))
            if not done:
                yield b": still here\n\n"
                continue
            try:
                told = coming.result()
            except StopAsyncIteration:
                return
            for part in _parts(told, may):
                yield part
            coming = asyncio.ensure_future(anext(heard))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        await heard.aclose()


def _parts(told: News | Latest, may: frozenset[Permission]) -> list[bytes]:
    if isinstance(told, News):
        return [_event(told)] if _NEEDED[told.topic] in may else []
    if not told.all:
        return [f"id: {told.position}\nevent: reset\ndata: {{}}\n\n".encode()]
    begun = f"id: {told.position}\nevent: ready\ndata: {{}}\n\n".encode()
    return [*(_event(news) for news in told.items if _NEEDED[news.topic] in may), begun]


def _event(news: News) -> bytes:
    data = msgspec.json.encode({**news.data, "position": news.position})
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (news.position, news.topic.encode(), data)
