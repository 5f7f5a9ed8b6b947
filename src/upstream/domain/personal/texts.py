"""Find and mask personal data in one text; the same text always gives the same answer."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from upstream.domain.personal import dates
from upstream.domain.personal.given_names import GIVEN_NAMES
from upstream.domain.personal.kinds import MASKS, Kind
from upstream.domain.personal.names import (
    NOT_PEOPLE,
    is_full_name,
    is_likely_name,
    named_inside,
    tokens_of,
)
from upstream.domain.personal.surnames import SURNAMES
from upstream.domain.personal.text_patterns import (
    LABELLED_NAME,
    SINGLE_LABELLED_NAME,
    WITH_DIGITS,
    WITHOUT_DIGITS,
)

_DIGIT: Final = re.compile(r"\d")
_MASK: Final = re.compile(r"\[(?:" + "|".join(kind.upper() for kind in MASKS) + r")\]")


class Span(NamedTuple):
    """Personal data from `start` to before `end`."""

    start: int
    end: int
    kind: Kind


class Finder:
    """Knows the day and a customer's own sensitive words."""

    def __init__(self, today: date, words: Iterable[str] = ()) -> None:
        self._today = today
        known = sorted(filter(None, (re.escape(word.strip()) for word in words)), key=len)
        pattern = "|".join(r"\s+".join(word.split(r"\ ")) for word in reversed(known))
        self._words = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if known else None

    def says_a_word(self, text: str) -> bool:
        """Whether one of the customer's own words is in it."""
        return self._words is not None and self._words.search(text) is not None

    def spans(self, text: str, *, people_seen: bool = False) -> list[Span]:
        """All personal data in a text, in its order, nothing twice.

        With `people_seen` a text in the form of a name needs only one known word.
        """
        if len(text) < 3 or _MASK.fullmatch(text):
            return []
        found: list[Span] = []
        if self._words:
            _take(found, ((*m.span(), "sensitive_word") for m in self._words.finditer(text)))
        if is_full_name(text) or (people_seen and is_likely_name(text)):
            return [Span(0, len(text), "name")]
        _take(found, _by_pattern(text))
        if _DIGIT.search(text):
            _take(found, ((*m.span(1), "date_of_birth") for m in dates.LABELLED.finditer(text)))
            old = dates.old_dates_in(text, self._today)
            _take(found, ((*span, "date_of_birth") for span in old))
        _take(found, ((*span, "name") for span in _names_in(text, people_seen=people_seen)))
        return sorted(found)

    def masked(self, text: str, *, people_seen: bool = False) -> tuple[str, frozenset[Kind]]:
        """The text with a mask for each thing found, and the kinds that were."""
        spans = self.spans(text, people_seen=people_seen)
        if not spans:
            return text, frozenset()
        parts, place = [], 0
        for span in spans:
            parts += [text[place : span.start], MASKS[span.kind]]
            place = span.end
        return "".join([*parts, text[place:]]), frozenset(span.kind for span in spans)


def _take(found: list[Span], more: Iterable[tuple[int, int, Kind]]) -> None:
    """Add what does not overlap with what is there already."""
    for start, end, kind in more:
        if start < end and all(end <= one.start or one.end <= start for one in found):
            found.append(Span(start, end, kind))


def _by_pattern(text: str) -> Iterable[tuple[int, int, Kind]]:
    patterns = WITHOUT_DIGITS + WITH_DIGITS if _DIGIT.search(text) else WITHOUT_DIGITS
    for pattern in patterns:
        for match in pattern.regex.finditer(text):
            if pattern.holds(match[pattern.group]):
                yield (*match.span(pattern.group), pattern.kind)


def _names_in(text: str, *, people_seen: bool) -> Iterable[tuple[int, int]]:
    for match in LABELLED_NAME.finditer(text):
        words = tokens_of(match["name"])
        explicit = "name" in match["label"].casefold() or ":" in match["mark"]
        known = any(word in GIVEN_NAMES or word in SURNAMES for word in words)
        if words and not NOT_PEOPLE.intersection(words) and (explicit or known or people_seen) \
                and match["name"][0].isupper():  # fmt: skip
            yield match.span("name")
    for match in SINGLE_LABELLED_NAME.finditer(text):
        if match["name"].casefold() in SURNAMES | GIVEN_NAMES:
            yield match.span("name")
    yield from named_inside(text, people_seen=people_seen)
