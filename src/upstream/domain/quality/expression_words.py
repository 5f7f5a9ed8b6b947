"""The text of an expression cut into words, each with its place."""

import re
from typing import Final, Literal, NamedTuple

from upstream.domain.quality.expressions import EXPRESSION_LENGTH_MAX
from upstream.domain.quality.refusals import RuleInvalid

WordKind = Literal["date", "number", "text", "name", "sign", "end"]

_WORD: Final = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<number>-?\d{1,12}(?:\.\d{1,2})?(?![\d.]))"
    r"|'(?P<text>[^'\n]*)'|\"(?P<text2>[^\"\n]*)\""
    r"|(?P<name>[A-Za-z_]+)"
    r"|(?P<sign><=|>=|!=|[=<>(),])"
)
_BLANK: Final = re.compile(r"\s*")


class Word(NamedTuple):
    kind: WordKind
    text: str
    at: int
    """From 1."""


def words_of(text: str) -> list[Word]:
    """Raises `RuleInvalid`. The last one is the end."""
    if len(text) > EXPRESSION_LENGTH_MAX:
        raise RuleInvalid(f"an expression has at most {EXPRESSION_LENGTH_MAX} characters")
    found: list[Word] = []
    at = _skipped(text, 0)
    while at < len(text):
        word = _WORD.match(text, at)
        if word is None:
            raise RuleInvalid("the expression cannot be read from here on", at=at + 1)
        found.append(_word(word))
        at = _skipped(text, word.end())
    return [*found, Word("end", "", len(text) + 1)]


def _skipped(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    assert blank is not None
    return blank.end()


def _word(found: re.Match[str]) -> Word:
    at = found.start() + 1
    if found["date"] is not None:
        return Word("date", found["date"], at)
    if found["number"] is not None:
        return Word("number", found["number"], at)
    if found["name"] is not None:
        return Word("name", found["name"], at)
    if found["sign"] is not None:
        return Word("sign", found["sign"], at)
    return Word("text", found["text"] if found["text"] is not None else found["text2"], at)
