"""A chart as a page shows it: caption, drawings for wide and narrow screens, data as a table."""

from collections.abc import Callable

import msgspec
from markupsafe import Markup

from upstream.api.charts.svg import element, join

WIDE = 680
NARROW = 350


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a chart in words; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What one drawing must know: width in pixels, the id of its caption, its own key for ids."""

    width: int
    label_id: str
    key: str
    class_: str

    @property
    def narrow(self) -> bool:
        return self.width < WIDE


def figure(
    key: str,
    title: str,
    summary: str,
    draw: Callable[[Frame], Markup],
    table: Table,
) -> Markup:
    """Text in SVG scales with its drawing, so there are two; the style sheet shows one of them."""
    label_id = f"{key}-caption"
    caption = element(
        "figcaption",
        element("span", title, class_="chart-title"),
        " ",
        element("span", summary, class_="chart-summary"),
        id=label_id,
    )
    frames = (
        Frame(width=WIDE, label_id=label_id, key=f"{key}-wide", class_="chart-wide"),
        Frame(width=NARROW, label_id=label_id, key=f"{key}-narrow", class_="chart-narrow"),
    )
    drawings = join(*(draw(frame) for frame in frames))
    return element("figure", caption, drawings, data_table(title, table), class_="chart", id=key)


def empty(key: str, title: str, reason: str) -> Markup:
    """A chart without data says why instead of drawing axes around nothing."""
    caption = element("figcaption", element("span", title, class_="chart-title"))
    note = element("p", reason, class_="empty")
    return element("figure", caption, note, class_="chart", id=key)


def lead(said: str, href: str | None) -> str:
    """A cell that leads somewhere; drawings are pictures, so the table below them leads on."""
    return element("a", said, href=href) if href else said


def data_table(title: str, table: Table) -> Markup:
    head = element("tr", *(element("th", name, scope="col") for name in table.columns))
    body = (
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(element("td", cell, class_="number") for cell in row[1:]),
        )
        for row in table.rows
    )
    sheet = element(
        "table",
        element("caption", title, class_="visually-hidden"),
        element("thead", head),
        element("tbody", *body),
        class_="data",
    )
    # Scrollable regions are reachable by keyboard and have a name (WCAG 2.1.1).
    region = element(
        "div", sheet, class_="scroll", tabindex=0, role="region", aria_label=f"{title}, as a table"
    )
    return element("details", element("summary", "Show as table"), region, class_="chart-data")
