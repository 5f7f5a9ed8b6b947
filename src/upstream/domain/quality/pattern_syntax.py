r"""The part of regular expressions that rules may use, read into a tree.

Literals, `.`, classes `[A-Z0-9_-]`, `\d \w \s` and their opposites, groups, `|`, and
`? * + {m} {m,} {m,n}`. No look-around, no back-references: what is left can be matched in one pass.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

from upstream.domain.quality.refusals import RuleInvalid

PATTERN_LENGTH_MAX: Final = 200
REPEATS_MAX: Final = 100
_DEPTH_MAX: Final = 20

Fits = Callable[[str], bool]


class Single(NamedTuple):
    """One character."""

    fits: Fits


class Sequence(NamedTuple):
    parts: "tuple[Tree, ...]"


class Choice(NamedTuple):
    branches: "tuple[Tree, ...]"


class Repeat(NamedTuple):
    """`most` None: as often as there is."""

    part: "Tree"
    least: int
    most: int | None


Tree = Single | Sequence | Choice | Repeat

_DIGITS: Final = frozenset("0123456789")
_WORD: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") | _DIGITS
_SPACE: Final = frozenset(" \t\n\r\f\v")
_CLASSES: Final = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_SPECIAL: Final = frozenset("\\.[](){}*+?|^$")


def parse_pattern(pattern: str) -> Tree:
    """The whole value has to match; `^` and `$` around the pattern say nothing more.

    Raises `RuleInvalid`.
    """
    if len(pattern) > PATTERN_LENGTH_MAX:
        raise RuleInvalid(f"a pattern has at most {PATTERN_LENGTH_MAX} characters")
    text = pattern.removeprefix("^")
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1]
    return _Parser(text, len(pattern) - len(pattern.removeprefix("^"))).whole()


class _Parser:
    def __init__(self, text: str, skipped: int) -> None:
        self.text = text
        self.skipped = skipped
        self.at = 0
        self.depth = 0

    def whole(self) -> Tree:
        tree = self._choice()
        if self.at < len(self.text):
            self._fail("a closing bracket without its opening one")
        return tree

    def _fail(self, why: str) -> NoReturn:
        raise RuleInvalid(f"the pattern cannot be read: {why}", at=self.at + self.skipped + 1)

    def _next(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _take(self, expected: str = "") -> str:
        found = self._next()
        if not found or (expected and found != expected):
            self._fail(f"{expected or 'another character'} is missing")
        self.at += 1
        return found

    def _choice(self) -> Tree:
        branches = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while self._next() not in {"", "|", ")"}:
            parts.append(self._repeated(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self, part: Tree) -> Tree:
        sign = self._next()
        if sign not in {"?", "*", "+", "{"}:
            return part
        self.at += 1
        least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(sign) or self._counts()
        if self._next() in {"?", "*", "+", "{"}:
            self._fail("a repetition cannot be repeated")
        return Repeat(part, least, most)

    def _counts(self) -> tuple[int, int | None]:
        least = self._number()
        most: int | None = least
        if self._next() == ",":
            self.at += 1
            most = None if self._next() == "}" else self._number()
        self._take("}")
        if most is not None and most < least:
            self._fail("the numbers of a repetition are the wrong way round")
        return least, most

    def _number(self) -> int:
        digits = ""
        while self._next() in _DIGITS:
            digits += self._take()
        if not digits or int(digits) > REPEATS_MAX:
            self._fail(f"a repetition counts from 0 to {REPEATS_MAX}")
        return int(digits)

    def _atom(self) -> Tree:
        sign = self._take()
        match sign:
            case "(":
                return self._group()
            case "[":
                return Single(self._class())
            case "\\":
                return Single(self._escaped())
            case ".":
                return Single(lambda character: character != "\n")
            case _:
                return self._plain(sign)

    def _plain(self, sign: str) -> Tree:
        if sign in _SPECIAL:
            self.at -= 1
            self._fail(f"write \\{sign} for the character itself")
        return Single(sign.__eq__)

    def _group(self) -> Tree:
        self.depth += 1
        if self.depth > _DEPTH_MAX:
            self._fail("groups lie too deep within each other")
        if self._next() == "?":
            self.at += 1
            self._take(":")
        tree = self._choice()
        self._take(")")
        self.depth -= 1
        return tree

    def _escaped(self) -> Fits:
        sign = self._take()
        if sign.lower() in _CLASSES:
            known = _CLASSES[sign.lower()]
            return known.__contains__ if sign.islower() else lambda c: c not in known
        if sign.isalnum():
            self._fail(f"\\{sign} means nothing here")
        return sign.__eq__

    def _class(self) -> Fits:
        negated = self._next() == "^"
        self.at += negated
        tests: list[Fits] = []
        while self._next() != "]":
            tests.append(self._member())
        self._take("]")
        if not tests:
            self._fail("a class of characters is empty")
        return lambda character: any(test(character) for test in tests) is not negated

    def _member(self) -> Fits:
        first = self._take()
        if first == "\\":
            if self._next().lower() in _CLASSES or self._next().isalnum():
                return self._escaped()
            first = self._take()
        if self._next() != "-" or self.text[self.at + 1 : self.at + 2] in {"]", ""}:
            return first.__eq__
        self.at += 1
        last = self._take()
        if last == "\\" or last < first:
            self._fail("a range of characters is the wrong way round")
        return lambda character: first <= character <= last
