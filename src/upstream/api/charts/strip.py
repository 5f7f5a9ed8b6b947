"""What was recorded when: one bar per stop of the time slider, drawn above it."""

from math import log10

import msgspec
from markupsafe import Markup

from upstream.api.charts.svg import element

_HEIGHT = 20


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """So many events were recorded since the stop before."""

    events: int


def strip(stops: list[Stop]) -> Markup:
    """Heights are logarithmic: one judgment stays visible beside a million claims.

    Hidden from screen readers: the slider says each stop in words.
    """
    tallest = max((_weight(stop) for stop in stops), default=1)
    unit = 10
    bars = (
        element(
            "line",
            x1=i * unit,
            y1=_HEIGHT,
            x2=i * unit,
            y2=_HEIGHT - _HEIGHT * _weight(stop) / tallest,
            vector_effect="non-scaling-stroke",
        )
        for i, stop in enumerate(stops)
    )
    return element(
        "svg",
        *bars,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {max(len(stops) - 1, 1) * unit} {_HEIGHT}",
        preserveAspectRatio="none",
        class_="strip",
        aria_hidden="true",
        focusable="false",
    )


def _weight(stop: Stop) -> float:
    return 0.6 + log10(max(stop.events, 1))
