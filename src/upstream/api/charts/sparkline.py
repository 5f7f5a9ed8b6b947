"""A line the size of a word, for a tile: the shape of the recent past, no axes."""

from markupsafe import Markup

from upstream.api.charts.svg import element

_WIDTH, _HEIGHT, _INSET = 96, 24, 3


def sparkline(values: list[float | None]) -> Markup:
    """Drawn from its own least to its own greatest value; hidden from screen readers.

    The tile around it says the figure in words, so the line is decoration to them.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    low, high = min(known), max(known)
    reach = _HEIGHT - 2 * _INSET
    step = (_WIDTH - 2 * _INSET) / (len(known) - 1)
    placed = [
        (
            _INSET + i * step,
            _HEIGHT / 2 if high == low else _HEIGHT - _INSET - reach * (value - low) / (high - low),
        )
        for i, value in enumerate(known)
    ]
    x, y = placed[-1]
    return element(
        "svg",
        element("polyline", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in placed)),
        element("circle", cx=x, cy=y, r=2.5),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        width=_WIDTH,
        height=_HEIGHT,
        class_="sparkline",
        aria_hidden="true",
        focusable="false",
    )
