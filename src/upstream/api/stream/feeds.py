"""Feeds: what moved at a customer, asked once and handed to all who listen.

A hint of PostgreSQL wakes a feed up; it asks the read models, never the log, and only while
somebody listens. Who cannot keep up is let go and comes back with the last id it saw.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Final

from upstream.domain.units import CustomerId
from upstream.projections.stream.news import NEEDS, Latest, News, news_since
from upstream.projections.view import ProjectionParked, Views

ASK_SECONDS: Final = 1.0
"""How often a feed asks at most. People see a second as now."""
WAITING_MAX: Final = 100
"""Pieces of news that may wait for one listener."""
LASTS_SECONDS: Final = 600.0
"""Then the listener comes back, and is asked again who it is and what it may see."""

Told = News | None
"""None: the feed is over."""


class Feed:
    """Of one customer; lives while somebody listens."""

    def __init__(self, views: Views, customer_id: CustomerId) -> None:
        self._views = views
        self._customer_id = customer_id
        self._listeners: set[asyncio.Queue[Told]] = set()
        self._task: asyncio.Task[None] | None = None
        self._position = 0

    @property
    def is_heard(self) -> bool:
        return bool(self._listeners)

    async def listen(self, after: int | None) -> AsyncGenerator[News | Latest, None]:
        """First what was missed since `after`, as one answer, then piece by piece."""
        queue: asyncio.Queue[Told] = asyncio.Queue(WAITING_MAX)
        missed = await asyncio.to_thread(self._since, after)
        self._listeners.add(queue)
        if self._task is None:
            self._position = missed.position
            self._task = asyncio.create_task(self._run())
        else:
            # Between asking and listening something may have been told to the others.
            missed = await asyncio.to_thread(self._since, after)
        try:
            yield missed
            while (news := await queue.get()) is not None:
                if news.position > missed.position:
                    yield news
        finally:
            self._listeners.discard(queue)
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = None

    def stop(self) -> None:
        for queue in list(self._listeners):
            _end(queue)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(ASK_SECONDS)
            with suppress(ProjectionParked):  # a page that is open shows it; the feed just waits
                latest = await asyncio.to_thread(self._since, self._position)
                self._position = max(self._position, latest.position)
                self._tell(latest)

    def _tell(self, latest: Latest) -> None:
        for queue in list(self._listeners):
            if not latest.all or queue.qsize() + len(latest.items) > WAITING_MAX - 1:
                _end(queue)
                continue
            for news in latest.items:
                queue.put_nowait(news)

    def _since(self, after: int | None) -> Latest:
        with self._views.at(self._customer_id, needs=NEEDS) as view:
            if after is None:
                return Latest(position=view.position, items=[], all=True)
            if after >= view.position:
                return Latest(position=max(after, view.position), items=[], all=True)
            return news_since(view, after)


def _end(queue: "asyncio.Queue[Told]") -> None:
    """What waits is thrown away: the listener asks for it again."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


class Feeds:
    """All feeds of one process."""

    def __init__(self, views: Views, *, lasts_seconds: float = LASTS_SECONDS) -> None:
        self._views = views
        self._feeds: dict[CustomerId, Feed] = {}
        self.lasts_seconds = lasts_seconds

    def of(self, customer_id: CustomerId) -> Feed:
        self._feeds = {key: feed for key, feed in self._feeds.items() if feed.is_heard}
        return self._feeds.setdefault(customer_id, Feed(self._views, customer_id))

    def stop(self) -> None:
        """Let everybody go: the process ends."""
        for feed in self._feeds.values():
            feed.stop()
