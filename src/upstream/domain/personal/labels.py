"""Texts around the data, which are stored and shown: headers, names of files and of sheets."""

import re
from datetime import date
from functools import cache
from typing import Final

from upstream.domain.personal.names import is_full_name, named_inside
from upstream.domain.personal.texts import Finder

_FAR_AHEAD: Final = date(2100, 1, 1)
"""In a name of a file a date of birth is a date after the word; no other one is looked for."""
_TELLING: Final = re.compile(r"[\d@]|://|www\.")
_BETWEEN_WORDS: Final = re.compile(r"[_+]|(?<=[A-Za-z])[.-](?=[A-Za-z])|(?<=[a-z])(?=[A-Z])")


@cache
def _finder() -> Finder:
    return Finder(_FAR_AHEAD)


def masked_header(header: str) -> str:
    """A header, or what a person says it is; masked where it holds somebody's name or number."""
    text = " ".join(header.split())
    if not _TELLING.search(text) and not is_full_name(text):
        return header
    masked, kinds = _finder().masked(text)
    return masked if kinds else header


def masked_label(label: str) -> str:
    """The name of a file or a sheet, in which words are joined as names of files do."""
    spaced = _BETWEEN_WORDS.sub(" ", label)
    masked, kinds = _finder().masked(spaced)
    if kinds:
        return masked
    titled = spaced.title()
    spans = named_inside(titled) if len(titled) == len(spaced) else []
    for start, end in reversed(spans):
        spaced = f"{spaced[:start]}[NAME]{spaced[end:]}"
    return spaced if spans else label
