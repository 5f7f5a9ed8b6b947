"""When two spellings of a payer's name are probably the same name.

The key follows the research notes of the project: compatibility forms (Unicode NFKC), no case, no
punctuation, no legal form at the end.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

NAMES_REMEMBERED: Final = 8_192
"""A name is compared with many others: its words are looked for once."""

_ENDINGS = """
inc incorporated llc llp lp ltd limited corp corporation co company plc pc na ins insurance
"""
_LEGAL_FORMS = frozenset(_ENDINGS.split())
"""Words that end a name and say nothing about whose it is."""
_APOSTROPHES = re.compile(r"['\u2019\u2018`\u00b4]")
_NOT_A_WORD = re.compile(r"[^\w]+|_+")

_LOOK_ALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d"  # Cyrillic
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c5\u03c7"  # Greek
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijsdqwABEKMHOPCTYXIJSaopvikuxABEZHIKMNOPTYX",
)
"""Letters of other alphabets that look like Latin ones, to the Latin ones they look like."""


def latin(name: str) -> str:
    """The name with every look-alike letter replaced."""
    return name.translate(_LOOK_ALIKES)


def has_look_alikes(name: str) -> bool:
    """True for a name of Latin letters with some of another alphabet that look the same."""
    return latin(name) != name and any("a" <= letter <= "z" for letter in name.casefold())


@lru_cache(maxsize=NAMES_REMEMBERED)
def words(name: str) -> tuple[str, ...]:
    """The words of a name that say whose it is, in order."""
    text = unicodedata.normalize("NFKC", latin(name)).casefold()
    every = _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", text)).replace(" & ", " and ").split()
    kept = list(every)
    while len(kept) > 1 and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    return tuple(kept)


@lru_cache(maxsize=NAMES_REMEMBERED)
def key(name: str) -> str:
    """The same for spellings that differ in case, blanks, punctuation and legal form alone."""
    return "".join(words(name))


def initials(name: str) -> str:
    """The letters an abbreviation of the name would have: words, and halves of joined words."""
    return "".join(word[0] for word in words(name))
