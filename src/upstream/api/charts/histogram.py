"""How many claims took how many days from submission to decision."""

from collections.abc import Callable

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.scale import Scale, scale
from upstream.api.charts.svg import drawing, element, join, line, text
from upstream.api.charts.wording import compact, count, days

_LEFT, _TOP, _BOTTOM, _HEIGHT = 46, 30, 150, 172
_BINS_MAX = 26


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """So many claims were decided after so many whole days."""

    days: int
    claims: int


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """Claims decided after `first` to `last` days, both included; no `last` means or more."""

    first: int
    last: int | None
    claims: int


def histogram(
    cells: list[Days],
    median: float | None,
    *,
    key: str = "days",
    leads: Callable[[Bin], str] | None = None,
) -> Markup:
    """`leads`: where the claims of a bin are."""
    title = "Days from submission to decision"
    bins = binned(cells)
    if not bins:
        return page.empty(key, title, "No decided claim is known at this moment.")
    table = page.Table(
        columns=("Days", "Claims"),
        rows=tuple(
            (_range(b), page.lead(count(b.claims), leads(b) if leads else None)) for b in bins
        ),
    )
    summary = f"Half of the decided claims took {days(median)} or less." if median else ""
    return page.figure(key, title, summary, lambda frame: draw(bins, median, frame), table)


def binned(cells: list[Days]) -> list[Bin]:
    """Bins of equal width in whole days, at most 26, without a gap from day 0.

    They reach to where 99 of 100 claims were decided; the last bin holds the rest.
    """
    known = [cell for cell in cells if cell.claims > 0]
    if not known:
        return []
    longest = max(cell.days for cell in known)
    reach = _day_by_which(known, 0.99)
    width = -(-(reach + 1) // _BINS_MAX)
    totals = [0] * (reach // width + 1)
    for cell in known:
        totals[min(cell.days // width, len(totals) - 1)] += cell.claims
    return [
        Bin(first=i * width, last=_last(i, width, len(totals), longest), claims=claims)
        for i, claims in enumerate(totals)
    ]


def _day_by_which(known: list[Days], share: float) -> int:
    """The first day by which this share of the claims was decided."""
    wanted = share * sum(cell.claims for cell in known)
    reached = 0
    for cell in sorted(known, key=lambda cell: cell.days):
        reached += cell.claims
        if reached >= wanted:
            return cell.days
    raise AssertionError


def _last(place: int, width: int, bins: int, longest: int) -> int | None:
    end = (place + 1) * width - 1
    return None if place == bins - 1 and longest > end else end


def draw(bins: list[Bin], median: float | None, frame: page.Frame) -> Markup:
    right = frame.width - 12
    slot = (right - _LEFT) / len(bins)
    heights = scale(max(b.claims for b in bins), _BOTTOM, _TOP, ticks=3)
    width = bins[1].first if len(bins) > 1 else (bins[0].last or 0) + 1
    return drawing(
        frame.width,
        _HEIGHT,
        text("Claims", 0, 8, "axis-title"),
        *(_grid_line(heights, tick, right) for tick in heights.ticks(3)),
        *(_column(b, _LEFT + slot * i, slot, heights) for i, b in enumerate(bins)),
        _median(median, slot / width, frame.width),
        _day_labels(bins, slot),
        text("Days", 0, _BOTTOM + 15, "axis-title"),
        label_id=frame.label_id,
        class_=frame.class_,
    )


def _grid_line(heights: Scale, tick: float, right: float) -> Markup:
    y = heights(tick)
    return join(
        line(_LEFT, y, right, y, "grid" if tick else "axis"),
        text(compact(round(tick)), _LEFT - 6, y + 4, "tick", "end"),
    )


def _column(b: Bin, left: float, slot: float, heights: Scale) -> Markup:
    top, gap = heights(b.claims), min(slot * 0.12, 2.0)
    return join(
        element(
            "rect", x=left + gap, y=top, width=slot - 2 * gap, height=_BOTTOM - top, class_="bar"
        ),
        element(
            "rect",
            x=left,
            y=_TOP,
            width=slot,
            height=_BOTTOM - _TOP,
            class_="mark",
            data_tip=f"{_range(b)} days\n{count(b.claims)} claims",
        ),
    )


def _median(median: float | None, pixels_per_day: float, width: int) -> Markup:
    """A dashed line with its own label; a whole number of days is the middle of its bar."""
    if median is None:
        return Markup("")
    x = _LEFT + (median + 0.5) * pixels_per_day
    beyond = x > width - 120
    return join(
        line(x, _TOP - 12, x, _BOTTOM, "median"),
        text(
            f"median {days(median)}",
            x + (-6 if beyond else 6),
            _TOP - 4,
            "value",
            "end" if beyond else "start",
        ),
    )


def _day_labels(bins: list[Bin], slot: float) -> Markup:
    every = max(1, -(-30 // max(int(slot), 1)))
    return join(
        *(
            text(str(bins[i].first), _LEFT + slot * (i + 0.5), _BOTTOM + 15, "tick", "middle")
            for i in range(0, len(bins), every)
        )
    )


def _range(b: Bin) -> str:
    if b.last is None:
        return f"{b.first} or more"
    return str(b.first) if b.first == b.last else f"{b.first}\N{EN DASH}{b.last}"
