"""The moment a page shows: the stops of the time slider and the way from one to another."""

from bisect import bisect_right
from datetime import datetime, timedelta

import msgspec
from markupsafe import Markup

from upstream.api.charts.strip import Stop as Bar
from upstream.api.charts.strip import strip
from upstream.api.charts.wording import count, moment
from upstream.api.pages.rendering import address

_BACK = (
    ("A day earlier", timedelta(days=1)),
    ("A week earlier", timedelta(days=7)),
    ("30 days earlier", timedelta(days=30)),
    ("90 days earlier", timedelta(days=90)),
)


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A moment worth stopping at: the last position of a piece of work, and what it was."""

    position: int
    recorded_at: datetime
    said: str
    events: int


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    value: str
    label: str
    chosen: bool


class MomentShown(msgspec.Struct, frozen=True, kw_only=True):
    """What the sticky bar needs. `stops` are oldest first and end at the head of the log."""

    path: str
    is_now: bool
    """Whether the present was asked for; a position named in the address stays where it is."""
    position: int
    recorded_at: datetime | None
    stops: tuple[Stop, ...]
    zone: str
    kept: dict[str, str]
    """Other parameters of the page (filters), which stay when the moment changes."""
    compare_to: int | None = None

    @property
    def head(self) -> int:
        return self.stops[-1].position if self.stops else 0

    @property
    def later(self) -> int:
        """Events recorded after the moment shown."""
        return max(self.head - self.position, 0)

    @property
    def index(self) -> int:
        """The last stop at or before the position shown."""
        return self._index_of(self.position)

    @property
    def as_of(self) -> str | None:
        """The moment as an address carries it; the present carries none."""
        return None if self.is_now else f"position:{self.position}"

    @property
    def said(self) -> str:
        when = moment(self.recorded_at, self.zone)
        return f"{when}, position {count(self.position)}"

    @property
    def strip(self) -> Markup:
        return strip([Bar(events=stop.events) for stop in self.stops])

    @property
    def earlier_href(self) -> str | None:
        before = [stop for stop in self.stops if stop.position < self.position]
        return self.href_at(before[-1].position) if before else None

    @property
    def later_href(self) -> str | None:
        after = [stop for stop in self.stops if stop.position > self.position]
        return self.href_at(after[0].position) if after else None

    @property
    def now_href(self) -> str:
        return address(self.path, {**self._compared, **self.kept})

    @property
    def href(self) -> str:
        """The canonical address of what is shown."""
        return self.now_href if self.is_now else self.href_at(self.position)

    def href_at(self, position: int) -> str:
        as_of = None if position >= self.head else f"position:{position}"
        return address(self.path, {"as_of": as_of, **self._compared, **self.kept})

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What to compare with: some time before the moment shown, and the start of the log."""
        found: dict[int, str] = {}
        for label, back in _BACK:
            stop = self._stop_before(back)
            if stop is not None:
                found.setdefault(stop.position, f"{label}: {self._label(stop)}")
        for stop in self.stops[: self.index][-8:][::-1]:
            found.setdefault(stop.position, self._label(stop))
        if self.compare_to is not None and self.compare_to not in found:
            stop = self.stops[self._index_of(self.compare_to)]
            found[self.compare_to] = self._label(stop)
        return tuple(
            Choice(value=f"position:{at}", label=label, chosen=at == self.compare_to)
            for at, label in found.items()
        )

    @property
    def _compared(self) -> dict[str, str | None]:
        return {"compare_to": None if self.compare_to is None else f"position:{self.compare_to}"}

    def _label(self, stop: Stop) -> str:
        return f"{moment(stop.recorded_at, self.zone)}, position {count(stop.position)}"

    def _index_of(self, position: int) -> int:
        return max(bisect_right(self.stops, position, key=lambda stop: stop.position) - 1, 0)

    def _stop_before(self, back: timedelta) -> Stop | None:
        if self.recorded_at is None:
            return None
        limit = self.recorded_at - back
        return next((stop for stop in reversed(self.stops) if stop.recorded_at <= limit), None)


def position_of_stop(stops: tuple[Stop, ...], index: int) -> int | None:
    """Where a slider stands; None at its end, which is now."""
    return None if index >= len(stops) - 1 else stops[max(index, 0)].position
