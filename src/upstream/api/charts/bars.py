"""Named bars, one below the other: how complete each field is, how often each rule was broken."""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.scale import Scale, scale
from upstream.api.charts.svg import drawing, element, join, line, text

_ROW = 26
_LABEL = 250


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """`said` is the amount as written behind the bar; `more` are further cells of the table."""

    label: str
    amount: float
    said: str
    more: tuple[str, ...] = ()


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around the bars."""

    key: str
    title: str
    summary: str
    columns: tuple[str, ...]
    empty: str


def bars(given: Sequence[Bar], words: Wording, *, top: float | None = None) -> Markup:
    """In the order given. `top` is the amount of a full bar; None: the largest there is."""
    if not given:
        return page.empty(words.key, words.title, words.empty)
    table = page.Table(
        columns=words.columns, rows=tuple((bar.label, bar.said, *bar.more) for bar in given)
    )
    most = max(bar.amount for bar in given)

    def draw(frame: page.Frame) -> Markup:
        left = 0 if frame.narrow else _LABEL
        right = frame.width - 70
        lengths = Scale(top, left, right) if top else scale(most, left, right, ticks=2)
        row = _ROW + 14 if frame.narrow else _ROW
        return drawing(
            frame.width,
            row * len(given) + 4,
            line(left, 0, left, row * len(given), "axis"),
            *(_bar(bar, row * i, row, lengths, frame) for i, bar in enumerate(given)),
            label_id=frame.label_id,
            class_=frame.class_,
        )

    return page.figure(words.key, words.title, words.summary, draw, table)


def _bar(bar: Bar, top: float, row: float, lengths: Scale, frame: page.Frame) -> Markup:
    left, bar_top = lengths(0), top + row - _ROW + 6
    end = lengths(bar.amount)
    name_at = (left, top + 13, "start") if frame.narrow else (left - 10, bar_top + 11, "end")
    tip = "\n".join((bar.label, bar.said, *bar.more))
    return join(
        text(_shortened(bar.label, 48 if frame.narrow else 42), *name_at[:2], "label", name_at[2]),
        element("rect", x=left, y=bar_top, width=max(end - left, 0), height=14, class_="bar"),
        text(bar.said, end + 7, bar_top + 11, "value"),
        element("rect", x=0, y=top, width=frame.width, height=row, class_="mark", data_tip=tip),
    )


def _shortened(name: str, longest: int) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
