"""Reads a chart back as a tree, the way a browser would."""

from xml.etree import ElementTree as ET

from markupsafe import Markup

SVG = "{http://www.w3.org/2000/svg}"


def tree(markup: Markup) -> ET.Element:
    """Fails where the markup is not well-formed."""
    return ET.fromstring(str(markup))  # noqa: S314 - our own output


def drawings(figure: ET.Element) -> list[ET.Element]:
    return figure.findall(f"{SVG}svg")


def all_of(node: ET.Element, name: str, class_: str | None = None) -> list[ET.Element]:
    """Elements of that name below a drawing; with a class, those that carry it."""
    return [
        found
        for found in node.iter(f"{SVG}{name}")
        if class_ is None or class_ in (found.get("class") or "").split()
    ]


def number(node: ET.Element, attribute: str) -> float:
    value = node.get(attribute)
    assert value is not None
    return float(value)


def words(node: ET.Element) -> str:
    return " ".join(" ".join(node.itertext()).split())


def cells(figure: ET.Element) -> list[list[str]]:
    """The data table, row by row."""
    return [[words(cell) for cell in row] for row in figure.iter("tr")]
