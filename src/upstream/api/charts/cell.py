"""A cell's weeks: the measure as a line over claims as bars, both windows shaded."""

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.scale import Scale, scale
from upstream.api.charts.svg import drawing, element, join, line, text
from upstream.api.charts.wording import MISSING, compact, count, day

_LEFT = 52
_TOP, _BOTTOM = 26, 140
_BARS_TOP, _BARS_BOTTOM = 166, 216
_HEIGHT = 240

Where = Literal["baseline", "current", "between"]


class Week(msgspec.Struct, frozen=True, kw_only=True):
    begins: date
    claims: int
    value: float | None
    window: Where


class Levels(msgspec.Struct, frozen=True, kw_only=True):
    """What the measure was in each window, and how to write one of its values."""

    baseline: float
    current: float
    said: Callable[[float], str]
    floor: float = 1
    """The least the axis reaches up to, so that noise does not look like a mountain."""


def cell_chart(weeks: list[Week], title: str, levels: Levels, *, key: str = "cell") -> Markup:
    """The figure of the weeks, oldest first."""
    if not any(week.claims for week in weeks):
        return page.empty(key, title, "No claim of this cell was decided in either window.")
    table = page.Table(
        columns=("Week from", "Window", "Claims", title),
        rows=tuple(
            (
                day(week.begins),
                week.window.capitalize(),
                count(week.claims),
                levels.said(week.value) if week.value is not None else MISSING,
            )
            for week in weeks
        ),
    )
    said = f"{levels.said(levels.baseline)} in the baseline, {levels.said(levels.current)} now."
    return page.figure(key, title, said, lambda frame: _draw(weeks, levels, frame), table)


def _draw(weeks: list[Week], levels: Levels, frame: page.Frame) -> Markup:
    right = frame.width - 12
    slot = (right - _LEFT) / len(weeks)
    top = max(levels.baseline, levels.current, *(week.value or 0 for week in weeks))
    values = scale(top, _BOTTOM, _TOP, ticks=3, floor_at=levels.floor)
    bars = scale(max(week.claims for week in weeks), _BARS_BOTTOM, _BARS_TOP, ticks=2)
    centres = [_LEFT + slot * (place + 0.5) for place in range(len(weeks))]
    return drawing(
        frame.width,
        _HEIGHT,
        _shades(weeks, slot),
        _grid(values, right, levels.said, 3),
        _grid(bars, right, lambda value: compact(round(value)), 2),
        *(_bar(week, x, slot, bars) for week, x in zip(weeks, centres, strict=True)),
        _level(weeks, "baseline", levels.baseline, values, slot),
        _level(weeks, "current", levels.current, values, slot),
        _line(weeks, centres, values),
        *(_mark(week, x, slot, levels) for week, x in zip(weeks, centres, strict=True)),
        label_id=frame.label_id,
        class_=frame.class_,
    )


def _span(weeks: list[Week], where: Where, slot: float) -> tuple[float, float] | None:
    places = [place for place, week in enumerate(weeks) if week.window == where]
    return (_LEFT + slot * places[0], slot * len(places)) if places else None


def _shades(weeks: list[Week], slot: float) -> Markup:
    """The current window stands out by its ground and by its name."""
    parts = []
    shown: tuple[tuple[Where, str], ...] = (("baseline", "Baseline"), ("current", "Current"))
    for where, name in shown:
        span = _span(weeks, where, slot)
        if span is None:
            continue
        left, width = span
        if where == "current":
            parts.append(
                element(
                    "rect",
                    x=left,
                    y=_TOP - 10,
                    width=width,
                    height=_BARS_BOTTOM - _TOP + 10,
                    class_="window-now",
                )
            )
        anchor = "end" if where == "current" else "start"
        at = left + width if where == "current" else left
        parts.append(text(name, at, 10, "axis-title", anchor))
    return join(*parts)


def _level(weeks: list[Week], where: Where, value: float, values: Scale, slot: float) -> Markup:
    span = _span(weeks, where, slot)
    if span is None:
        return Markup("")
    left, width = span
    return line(left, values(value), left + width, values(value), "level")


def _grid(axis: Scale, right: float, said: Callable[[float], str], wanted: int) -> Markup:
    return join(
        *(
            join(
                line(_LEFT, axis(tick), right, axis(tick), "grid" if tick else "axis"),
                text(said(tick), _LEFT - 6, axis(tick) + 4, "tick", "end"),
            )
            for tick in axis.ticks(wanted)
        )
    )


def _bar(week: Week, centre: float, slot: float, bars: Scale) -> Markup:
    width, top = min(slot * 0.64, 26), bars(week.claims)
    height = max(bars(0) - top, 0.0)
    return element("rect", x=centre - width / 2, y=top, width=width, height=height, class_="bar")


def _line(weeks: list[Week], centres: list[float], values: Scale) -> Markup:
    path, pen, dots = "", "M", []
    for week, x in zip(weeks, centres, strict=True):
        if week.value is None:
            pen = "M"
            continue
        y = values(week.value)
        path += f"{pen}{x:.1f} {y:.1f}"
        pen = "L"
        dots.append(element("circle", cx=x, cy=y, r=2.5, class_="dot"))
    return join(element("path", d=path, class_="line"), *dots) if path else Markup("")


def _mark(week: Week, centre: float, slot: float, levels: Levels) -> Markup:
    said = levels.said(week.value) if week.value is not None else MISSING
    return element(
        "rect",
        x=centre - slot / 2,
        y=_TOP - 10,
        width=slot,
        height=_BARS_BOTTOM - _TOP + 10,
        class_="mark",
        data_tip=f"Week from {day(week.begins)}\n{said}\n{count(week.claims)} claims",
    )
