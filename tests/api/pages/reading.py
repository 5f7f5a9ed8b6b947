"""Reads a page the way a browser does, to ask what is on it."""

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta", "link", "input", "br", "hr", "img"}


class Node(NamedTuple):
    tag: str
    attributes: dict[str, str]


class Page(HTMLParser):
    """Every element in order, the text of all of it, and the text inside scripts and styles."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self._ids: list[str] = []
        self._inside: dict[str, list[str]] = {}
        self.feed(markup)
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append(Node(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
            self._ids.append(dict(attrs).get("id") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
        self._ids.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        for element_id in filter(None, self._ids):
            self._inside.setdefault(element_id, []).append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def words_in(self, element_id: str) -> str:
        """The text inside the element with that id."""
        return " ".join(" ".join(self._inside.get(element_id, [])).split())

    @property
    def posts(self) -> set[str]:
        """What one can do there, besides what every page offers."""
        forms = self.all_of("form", method="post")
        return {form.attributes["action"] for form in forms} - {"/sign-out", "/theme"}

    def all_of(self, tag: str, **attributes: str) -> list[Node]:
        return [
            node
            for node in self.nodes
            if node.tag == tag
            and all(node.attributes.get(key) == value for key, value in attributes.items())
        ]
