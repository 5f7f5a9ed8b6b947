"""Payers ranked by denial rate, with how many claims stand behind each rate."""

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.scale import Scale, scale
from upstream.api.charts.svg import drawing, element, hatch, join, line, text
from upstream.api.charts.wording import count, percent, points

_ROW = 34
_TOP = 22
SHOWN = 10


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """One payer; `rate_before` is the rate at the moment compared with, where there is one."""

    payer: str
    claims: int
    denied: int
    denial_rate: float | None
    rate_before: float | None = None
    href: str | None = None
    """Where its claims are."""


def payers(given: list[Payer], *, key: str = "payers") -> Markup:
    """The ten highest denial rates; the table holds every payer."""
    title = "Payers by denial rate"
    ranked = sorted(given, key=_rank)
    if not ranked:
        return page.empty(key, title, "No payer is known at this moment.")
    table = page.Table(
        columns=("Payer", "Denial rate", "Denied", "Claims"),
        rows=tuple(
            (_named(p), percent(p.denial_rate), count(p.denied), count(p.claims)) for p in ranked
        ),
    )
    shown = ranked[:SHOWN]
    return page.figure(key, title, _summary(ranked), lambda frame: draw(shown, frame), table)


def _named(p: Payer) -> str:
    return element("a", p.payer, href=p.href) if p.href else p.payer


def draw(shown: list[Payer], frame: page.Frame) -> Markup:
    left = 0 if frame.narrow else 190
    volume_width = 62 if frame.narrow else 120
    right = frame.width - volume_width - 64
    row = _ROW + 12 if frame.narrow else _ROW
    rates = scale(
        max(max(p.denial_rate or 0, p.rate_before or 0) for p in shown),
        left,
        right,
        ticks=3,
        floor_at=0.05,
    )
    volumes = scale(max(p.claims for p in shown), 0, volume_width, ticks=1)
    return drawing(
        frame.width,
        _TOP + row * len(shown) + 4,
        hatch(f"{frame.key}-denied"),
        text("Denial rate", left, 10, "axis-title"),
        text("Claims", frame.width, 10, "axis-title", "end"),
        line(left, _TOP - 4, left, _TOP + row * len(shown), "axis"),
        *(_bar(p, _TOP + row * i, row, rates, volumes, frame) for i, p in enumerate(shown)),
        label_id=frame.label_id,
        class_=frame.class_,
    )


def _bar(
    p: Payer, top: float, row: float, rates: Scale, volumes: Scale, frame: page.Frame
) -> Markup:
    left, bar_top = rates(0), top + row - _ROW + 8
    middle = bar_top + 12
    end = rates(p.denial_rate or 0)
    name_at = (left, top + 13, "start") if frame.narrow else (left - 12, middle, "end")
    label_at = max(end, rates(p.rate_before or 0)) + 8
    volume = volumes(p.claims)
    return join(
        text(_shortened(p.payer, 44 if frame.narrow else 27), *name_at[:2], "label", name_at[2]),
        element("rect", x=left, y=bar_top, width=end - left, height=16, rx=2, class_="bar-rate"),
        _before(p, bar_top, rates),
        text(percent(p.denial_rate), label_at, middle, "value"),
        element(
            "rect",
            x=frame.width - volume,
            y=bar_top + 12,
            width=volume,
            height=6,
            rx=1,
            class_="bar",
        ),
        text(count(p.claims), frame.width, bar_top + 8, "tick", "end"),
        element("rect", x=0, y=top, width=frame.width, height=row, class_="mark", data_tip=_tip(p)),
    )


def _before(p: Payer, top: float, rates: Scale) -> Markup:
    """A tall tick where the bar ended at the moment compared with."""
    if p.rate_before is None:
        return Markup("")
    x = rates(p.rate_before)
    return line(x, top - 4, x, top + 20, "before")


def _tip(p: Payer) -> str:
    said = f"{p.payer}\nDenial rate {percent(p.denial_rate)}\n{count(p.claims)} claims, "
    said += f"{count(p.denied)} denied"
    if p.rate_before is None or p.denial_rate is None:
        return said
    return f"{said}\n{points(p.denial_rate - p.rate_before)} since the moment compared with"


def _rank(p: Payer) -> tuple[float, int, str]:
    return (-(p.denial_rate if p.denial_rate is not None else -1), -p.claims, p.payer)


def _shortened(name: str, longest: int) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def _summary(ranked: list[Payer]) -> str:
    first = ranked[0]
    more = len(ranked) - SHOWN
    rest = f"; {more} more in the table" if more > 0 else ""
    return f"{first.payer} is highest with {percent(first.denial_rate)}{rest}."
