"""Rates to be expected, one below the other: a point, what is likely, what is possible."""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.scale import Scale, scale
from upstream.api.charts.svg import drawing, element, join, line, text
from upstream.api.charts.wording import percent

_ROW = 30
_TOP, _FOOT = 6, 22
_LABEL = 260


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """One rate (0-1) with its 80 % and 95 % intervals, and what it was last month."""

    label: str
    rate: float
    likely: tuple[float, float]
    possible: tuple[float, float]
    before: float | None


def intervals(given: Sequence[Expected], title: str, empty: str, *, key: str) -> Markup:
    """In the order given."""
    if not given:
        return page.empty(key, title, empty)
    table = page.Table(
        columns=("Cell", "Expected", "80 % interval", "95 % interval", "Last month"),
        rows=tuple(
            (
                one.label,
                percent(one.rate),
                _span(one.likely),
                _span(one.possible),
                percent(one.before),
            )
            for one in given
        ),
    )
    said = "Dot: expected. Bar: 80 % interval, line: 95 %. Dashes: last month."

    def draw(frame: page.Frame) -> Markup:
        left, right = (0 if frame.narrow else _LABEL), frame.width - 12
        row = _ROW + 14 if frame.narrow else _ROW
        most = max(max(one.possible[1], one.before or 0) for one in given)
        rates = scale(most, left, right, ticks=4, floor_at=0.05)
        bottom = _TOP + row * len(given)
        return drawing(
            frame.width,
            bottom + _FOOT,
            *(_tick(rates, tick, bottom) for tick in rates.ticks(4)),
            *(_row(one, _TOP + row * i, row, rates, frame) for i, one in enumerate(given)),
            label_id=frame.label_id,
            class_=frame.class_,
        )

    return page.figure(key, title, said, draw, table)


def _span(span: tuple[float, float]) -> str:
    return f"{percent(span[0])} to {percent(span[1])}"


def _tick(rates: Scale, tick: float, bottom: float) -> Markup:
    x = rates(tick)
    return join(
        line(x, _TOP, x, bottom, "grid" if tick else "axis"),
        text(percent(tick, 0), x, bottom + 14, "tick", "middle" if tick else "start"),
    )


def _row(one: Expected, top: float, row: float, rates: Scale, frame: page.Frame) -> Markup:
    middle = top + row - _ROW / 2
    left, down, anchor = (
        (0.0, top + 12, "start") if frame.narrow else (rates(0) - 10, middle + 4, "end")
    )
    tip = f"{one.label}\n{percent(one.rate)} expected\n80 %: {_span(one.likely)}"
    before = (
        line(rates(one.before), middle - 9, rates(one.before), middle + 9, "median")
        if one.before is not None
        else Markup("")
    )
    return join(
        text(_shortened(one.label, 48 if frame.narrow else 34), left, down, "label", anchor),
        line(rates(one.possible[0]), middle, rates(one.possible[1]), middle, "axis"),
        element(
            "rect",
            x=rates(one.likely[0]),
            y=middle - 4,
            width=max(rates(one.likely[1]) - rates(one.likely[0]), 1),
            height=8,
            rx=2,
            class_="bar",
        ),
        before,
        element("circle", cx=rates(one.rate), cy=middle, r=4, class_="dot dot-last"),
        element("rect", x=0, y=top, width=frame.width, height=row, class_="mark", data_tip=tip),
    )


def _shortened(name: str, longest: int) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
