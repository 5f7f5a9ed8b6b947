"""SVG elements as escaped text: geometry in attributes, looks in classes, never an inline style."""

from functools import cache

from markupsafe import Markup, escape

Number = int | float


def element(name: str, /, *children: str, **attributes: str | Number | None) -> Markup:
    """One element. `class_` becomes `class`, `stroke_width` becomes `stroke-width`.

    An attribute that is None is left out; text that is not already Markup is escaped.
    """
    written = "".join(
        f' {_attribute(key)}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704  every part is escaped above


def join(*parts: Markup) -> Markup:
    return Markup("").join(parts)


def text(content: str, x: Number, y: Number, class_: str, anchor: str = "start") -> Markup:
    return element("text", content, x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: Number, y1: Number, x2: Number, y2: Number, class_: str) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def drawing(width: int, height: int, *children: Markup, label_id: str, class_: str) -> Markup:
    """The outer element; its name for a screen reader is the caption with `label_id`."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=label_id,
        class_=class_,
    )


def hatch(pattern_id: str) -> Markup:
    """Diagonal lines: denied claims stay recognisable in print and without colour vision."""
    stroke = element("path", d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5", class_="hatch-line")
    ground = element("rect", width=6, height=6, class_="hatch-ground")
    pattern = element(
        "pattern", ground, stroke, id=pattern_id, width=6, height=6, patternUnits="userSpaceOnUse"
    )
    return element("defs", pattern)


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | Number) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
