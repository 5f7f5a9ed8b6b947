"""The score of one upload after the other, with those marked that were unlike the others."""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from upstream.api.charts import figure as page
from upstream.api.charts.svg import drawing, element, join, line, text
from upstream.api.charts.wording import percent

_LEFT = 46
_TOP, _BOTTOM = 14, 170
_HEIGHT = 196
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """One upload: `label` names it, `day` is when it came in, `unusual` is what was noticed."""

    label: str
    day: str
    score: float
    grade: str
    unusual: str = ""


def scores(given: Sequence[Score], *, key: str = "scores") -> Markup:
    """Oldest first."""
    title = "Score by upload"
    if not given:
        return page.empty(key, title, "No upload has been assessed at this moment.")
    table = page.Table(
        columns=("File", "Received", "Score", "Grade", "Unusual"),
        rows=tuple(
            (one.label, one.day, percent(one.score), one.grade, one.unusual or "nothing")
            for one in given
        ),
    )
    last = given[-1]
    summary = f"{percent(last.score)} ({last.grade}) in the latest of {len(given)}."
    return page.figure(key, title, summary, lambda frame: draw(given, frame), table)


def draw(given: Sequence[Score], frame: page.Frame) -> Markup:
    right = frame.width - 16
    slot = (right - _LEFT) / len(given)
    placed = [(_LEFT + slot * (i + 0.5), _height(one.score)) for i, one in enumerate(given)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
    return drawing(
        frame.width,
        _HEIGHT,
        *(_tick(tick, right) for tick in _TICKS),
        element("path", d=path, class_="line"),
        *(_point(one, *at, slot) for one, at in zip(given, placed, strict=True)),
        text(given[0].day, _LEFT, _BOTTOM + 18, "tick"),
        text(given[-1].day, right, _BOTTOM + 18, "tick", "end") if len(given) > 1 else Markup(""),
        label_id=frame.label_id,
        class_=frame.class_,
    )


def _height(score: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * score


def _tick(tick: float, right: float) -> Markup:
    y = _height(tick)
    return join(
        line(_LEFT, y, right, y, "grid" if tick else "axis"),
        text(percent(tick, 0), _LEFT - 6, y + 4, "tick", "end"),
    )


def _point(one: Score, x: float, y: float, slot: float) -> Markup:
    tip = f"{one.label}\n{one.day}: {percent(one.score)}, {one.grade}"
    if one.unusual:
        tip += f"\nUnusual: {one.unusual}"
    return join(
        line(x, _TOP, x, _BOTTOM, "median") if one.unusual else Markup(""),
        element("circle", cx=x, cy=y, r=3.5, class_="dot dot-last" if one.unusual else "dot"),
        element(
            "rect",
            x=x - slot / 2,
            y=_TOP - 6,
            width=slot,
            height=_BOTTOM - _TOP + 6,
            class_="mark",
            data_tip=tip,
        ),
    )
