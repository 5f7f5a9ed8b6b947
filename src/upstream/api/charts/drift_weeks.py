"""Findings by week: those that began or got worse above the line, those that ended below."""

from datetime import date

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.scale import Scale, scale
from upstream.api.charts.svg import drawing, element, hatch, join, line, text
from upstream.api.charts.wording import count, day

_LEFT, _TOP, _AXIS, _BOTTOM, _HEIGHT = 46, 22, 112, 160, 184


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """The week that begins on `week`, a Monday."""

    week: date
    detected: int
    worsened: int
    resolved: int
    open: int


def drift_weeks(weeks: list[Week], *, key: str = "drift-timeline") -> Markup:
    """The figure of the weeks in the order given (oldest first)."""
    title = "Findings by week"
    if not weeks:
        return page.empty(key, title, "No finding has begun or ended by this moment.")
    table = page.Table(
        columns=("Week from", "Detected", "Worsened", "Resolved", "Open after it"),
        rows=tuple(
            (day(w.week), count(w.detected), count(w.worsened), count(w.resolved), count(w.open))
            for w in weeks
        ),
    )
    summary = f"{count(weeks[-1].open)} open after the week of {day(weeks[-1].week)}."
    return page.figure(key, title, summary, lambda frame: draw(weeks, frame), table)


def draw(weeks: list[Week], frame: page.Frame) -> Markup:
    right = frame.width - 12
    slot = (right - _LEFT) / len(weeks)
    most = max(max(w.detected + w.worsened, w.resolved) for w in weeks)
    up = scale(max(most, 2), _AXIS, _TOP, ticks=2)
    down = scale(up.top, _AXIS, _BOTTOM, ticks=2)
    tick = max(up.ticks(2))
    return drawing(
        frame.width,
        _HEIGHT,
        hatch(f"{frame.key}-worsened"),
        text("Detected (worsened hatched), resolved below", 0, 10, "axis-title"),
        line(_LEFT, up(tick), right, up(tick), "grid"),
        text(count(round(tick)), _LEFT - 6, up(tick) + 4, "tick", "end"),
        line(_LEFT, _AXIS, right, _AXIS, "axis"),
        text("0", _LEFT - 6, _AXIS + 4, "tick", "end"),
        *(
            _week(w, _LEFT + slot * (i + 0.5), slot, frame.key, (up, down))
            for i, w in enumerate(weeks)
        ),
        text(day(weeks[0].week), _LEFT, _HEIGHT - 4, "tick"),
        text(day(weeks[-1].week), right, _HEIGHT - 4, "tick", "end"),
        label_id=frame.label_id,
        class_=frame.class_,
    )


def _week(w: Week, centre: float, slot: float, key: str, scales: tuple[Scale, Scale]) -> Markup:
    up, down = scales
    width = min(slot * 0.64, 22)
    left = centre - width / 2
    detected, top = up(w.detected), up(w.detected + w.worsened)
    return join(
        element(
            "rect", x=left, y=detected, width=width, height=_AXIS - detected, class_="bar-rate"
        ),
        element(
            "rect", x=left, y=top, width=width, height=detected - top, fill=f"url(#{key}-worsened)"
        ),
        element(
            "rect", x=left, y=_AXIS, width=width, height=down(w.resolved) - _AXIS, class_="bar"
        ),
        element(
            "rect",
            x=centre - slot / 2,
            y=_TOP,
            width=slot,
            height=_BOTTOM - _TOP,
            class_="mark",
            data_tip=(
                f"Week from {day(w.week)}\n{count(w.detected)} detected,"
                f" {count(w.worsened)} worsened,\n{count(w.resolved)} resolved,"
                f" {count(w.open)} open"
            ),
        ),
    )
