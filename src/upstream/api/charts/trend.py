"""Claims and denial rate by month: a line over bars on one time axis."""

from collections.abc import Callable

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.scale import Scale, scale
from upstream.api.charts.svg import drawing, element, hatch, join, line, text
from upstream.api.charts.wording import compact, count, month, month_short, percent, points

_LEFT = 46
_RATE_TOP, _RATE_BOTTOM = 18, 132
_BARS_TOP, _BARS_BOTTOM = 164, 236
_HEIGHT = 264
FEW = 30
"""Below so many claims a rate says little: it is a dot of its own, outside the line."""


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month (`YYYY-MM`); the rate is 0 to 1, None where nothing was decided."""

    month: str
    claims: int
    denied: int
    denial_rate: float | None
    href: str | None = None
    """Where its claims are, and those of them that were denied."""
    denied_href: str | None = None


def trend(months: list[Month], *, key: str = "trend") -> Markup:
    """The figure of the months in the order given (oldest first)."""
    title = "Denial rate and claims by month"
    if not months:
        return page.empty(key, title, "No claim is known at this moment.")
    table = page.Table(
        columns=("Month", "Claims", "Denied", "Denial rate"),
        rows=tuple(
            (
                month(m.month),
                page.lead(count(m.claims), m.href),
                page.lead(count(m.denied), m.denied_href),
                percent(m.denial_rate),
            )
            for m in months
        ),
    )
    return page.figure(key, title, _summary(months), lambda frame: draw(months, frame), table)


def draw(months: list[Month], frame: page.Frame) -> Markup:
    right = frame.width - 52
    slot = (right - _LEFT) / len(months)
    rates = scale(_rate_max(months), _RATE_BOTTOM, _RATE_TOP, ticks=3, floor_at=0.05)
    bars = scale(max(m.claims for m in months), _BARS_BOTTOM, _BARS_TOP, ticks=2)
    centres = [_LEFT + slot * (i + 0.5) for i in range(len(months))]
    return drawing(
        frame.width,
        _HEIGHT,
        hatch(f"{frame.key}-denied"),
        text("Denial rate", 0, 8, "axis-title"),
        _grid(rates, right, lambda value: percent(value, 0 if rates.top >= 0.05 else 1), 3),
        text("Claims (denied hatched)", 0, _BARS_TOP - 9, "axis-title"),
        _grid(bars, right, lambda value: compact(round(value)), 2),
        *(_bar(m, x, slot, bars, frame.key) for m, x in zip(months, centres, strict=True)),
        _line(months, centres, rates),
        _month_labels(months, centres, slot),
        *(_mark(m, x, slot) for m, x in zip(months, centres, strict=True)),
        label_id=frame.label_id,
        class_=frame.class_,
    )


def _grid(axis: Scale, right: float, wording: "_Wording", wanted: int) -> Markup:
    return join(
        *(
            join(
                line(_LEFT, axis(tick), right, axis(tick), "grid" if tick else "axis"),
                text(wording(tick), _LEFT - 6, axis(tick) + 4, "tick", "end"),
            )
            for tick in axis.ticks(wanted)
        )
    )


def _bar(m: Month, centre: float, slot: float, bars: Scale, key: str) -> Markup:
    width = min(slot * 0.64, 30)
    left = centre - width / 2
    floor = bars(0)
    return join(
        _column(left, bars(m.claims), width, floor, class_="bar"),
        _column(left, bars(m.denied), width, floor, fill=f"url(#{key}-denied)"),
    )


def _column(left: float, top: float, width: float, floor: float, **look: str) -> Markup:
    return element("rect", x=left, y=top, width=width, height=max(floor - top, 0.0), **look)


def _line(months: list[Month], centres: list[float], rates: Scale) -> Markup:
    """Broken where a month has no rate or few claims; the last point is labelled."""
    placed = [
        (x, rates(m.denial_rate), m)
        for m, x in zip(months, centres, strict=True)
        if m.denial_rate is not None
    ]
    if not placed:
        return Markup("")
    path, pen = "", "M"
    for m, x in zip(months, centres, strict=True):
        joined = m.denial_rate is not None and m.claims >= FEW
        if joined:
            path += f"{pen}{x:.1f} {rates(m.denial_rate or 0):.1f}"
        pen = "L" if joined else "M"
    x, y, last = placed[-1]
    return join(
        element("path", d=path, class_="line") if path else Markup(""),
        *(_dot(px, py, m) for px, py, m in placed[:-1]),
        element("circle", cx=x, cy=y, r=4, class_="dot dot-last"),
        text(percent(last.denial_rate), x + 9, y + 4, "value"),
    )


def _dot(x: float, y: float, m: Month) -> Markup:
    return element("circle", cx=x, cy=y, r=2.5, class_="dot dot-few" if m.claims < FEW else "dot")


def _month_labels(months: list[Month], centres: list[float], slot: float) -> Markup:
    every = max(1, -(-34 // max(int(slot), 1)))
    shown = range((len(months) - 1) % every, len(months), every)
    labels = []
    year = ""
    for i in shown:
        m = months[i].month
        labels.append(text(month_short(m), centres[i], _BARS_BOTTOM + 14, "tick", "middle"))
        if m[:4] != year:
            labels.append(text(m[:4], centres[i], _BARS_BOTTOM + 26, "tick tick-year", "middle"))
            year = m[:4]
    return join(*labels)


def _mark(m: Month, centre: float, slot: float) -> Markup:
    """An invisible column that carries what the tooltip says."""
    return element(
        "rect",
        x=centre - slot / 2,
        y=_RATE_TOP - 8,
        width=slot,
        height=_BARS_BOTTOM - _RATE_TOP + 8,
        class_="mark",
        data_tip=(
            f"{month(m.month)}\nDenial rate {percent(m.denial_rate)}\n"
            f"{count(m.claims)} claims, {count(m.denied)} denied"
        ),
    )


def _rate_max(months: list[Month]) -> float:
    return max((m.denial_rate for m in months if m.denial_rate is not None), default=0)


def _summary(months: list[Month]) -> str:
    rated = [m for m in months if m.denial_rate is not None]
    if not rated:
        return "No claim has been decided yet."
    last = rated[-1]
    first = next((m for m in rated if m.claims >= FEW), rated[0])
    said = f"{percent(last.denial_rate)} in {month(last.month)}"
    if last is first or last.denial_rate is None or first.denial_rate is None:
        return f"{said}."
    return f"{said}, {points(last.denial_rate - first.denial_rate)} since {month(first.month)}."


_Wording = Callable[[float], str]
