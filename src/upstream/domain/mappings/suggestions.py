"""Which payer names look like one payer. A guess for a person to confirm, never more."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import msgspec

from upstream.domain.mappings.names import has_look_alikes, initials, key, words
from upstream.domain.mappings.payer_names import PayerNames

Because = Literal["same_spelling", "look_alike", "well_known", "abbreviation", "similar"]

SIMILAR_MIN: Final = 0.85
NAMES_MAX: Final = 400
"""Compared at once, those with most claims first: the rest waits until these are settled."""

_WELL_KNOWN: Final = MappingProxyType(
    {
        "87726": "unitedhealthcare",
        "60054": "aetna",
        "62308": "cigna",
        "61101": "humana",
        "uhc": "unitedhealthcare",
        "bcbs": "bluecrossblueshield",
        "bc/bs": "bluecrossblueshield",
    }
)
"""Payer ids and abbreviations in general use, to the key of the name they stand for."""

_OTHER: Final = """
medicare medicaid advantage commercial hmo ppo epo pos dental vision exchange marketplace dual
chip tricare duals federal fep workers compensation auto north south east west northern southern
eastern western new of
"""
_APART: Final = frozenset(_OTHER.split())
"""Words that make another plan or another place: a difference in one of them is a difference."""


class NameSeen(NamedTuple):
    """A name as files write it, and how many claims have it."""

    name: str
    claims: int


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """`alias` may mean `payer`. `confidence` in percent."""

    alias: str
    payer: str
    confidence: int
    because: Because
    alias_claims: int
    payer_claims: int
    look_alike: bool
    """The alias has letters of another alphabet that look like Latin ones."""


class _Known(NamedTuple):
    """A payer with all spellings it goes by so far."""

    name: str
    claims: int
    spellings: tuple[str, ...]


def suggestions(seen: Iterable[NameSeen], names: PayerNames) -> list[Suggestion]:
    """At most one for each name, the surest first. Rejected ones never come again."""
    claims: dict[str, int] = {}
    spellings: dict[str, list[str]] = {}
    for one in seen:
        payer = names.of(one.name)
        claims[payer] = claims.get(payer, 0) + one.claims
        spellings.setdefault(payer, []).append(one.name)
    for alias, payer in names.aliases.items():
        spellings.setdefault(payer, []).append(alias)
    leaders: list[_Known] = []
    found = []
    for payer in sorted(claims, key=lambda name: _rank(name, claims, names))[:NAMES_MAX]:
        known = _Known(payer, claims[payer], tuple({payer, *spellings[payer]}))
        guess = _best(known, leaders, frozenset(names.rejected))
        if guess is None:
            leaders.append(known)
        else:
            found.append(guess)
    return sorted(found, key=lambda one: (-one.confidence, -one.alias_claims, one.alias))


def _rank(name: str, claims: Mapping[str, int], names: PayerNames) -> tuple[object, ...]:
    """Who leads: what a person chose already, then what is written as a name, then the frequent."""
    chosen = name in names.aliases.values()
    plain = name.isdigit() or has_look_alikes(name) or len(key(name)) < 5
    one_case = name.isupper() or name.islower()
    return not chosen, plain, -claims[name], one_case, " " in name, name


def _best(
    known: _Known, leaders: list[_Known], rejected: frozenset[tuple[str, str]]
) -> Suggestion | None:
    best: Suggestion | None = None
    for leader in leaders:
        if {(known.name, leader.name), (leader.name, known.name)} & rejected:
            continue
        confidence, because = max(
            (_likeness(known.name, spelling) for spelling in leader.spellings),
            key=lambda likeness: likeness[0],
        )
        if confidence > (best.confidence if best else 0):
            best = Suggestion(
                alias=known.name,
                payer=leader.name,
                confidence=confidence,
                because="look_alike" if has_look_alikes(known.name) else because,
                alias_claims=known.claims,
                payer_claims=leader.claims,
                look_alike=has_look_alikes(known.name),
            )
    return best


def _likeness(one: str, other: str) -> tuple[int, Because]:
    """How sure it is, in percent, that both are one payer; 0 where nothing speaks for it."""
    first, second = key(one), key(other)
    if first == second:
        return 98, "same_spelling"
    if _stands_for(one, second) or _stands_for(other, first):
        return 85, "well_known"
    if _abbreviates(first, other) or _abbreviates(second, one):
        return 70, "abbreviation"
    likeness = _similar(first, second)
    return (likeness, "similar") if likeness and not _are_apart(one, other) else (0, "similar")


def _similar(first: str, second: str) -> int:
    """What can be excluded by the first letter and the lengths is not compared any further."""
    both = len(first) + len(second)
    if first[:1] != second[:1] or 2 * min(len(first), len(second)) < SIMILAR_MIN * both:
        return 0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.quick_ratio() < SIMILAR_MIN:
        return 0
    ratio = matcher.ratio()
    return min(95, round(100 * ratio)) if ratio >= SIMILAR_MIN else 0


def _stands_for(name: str, other_key: str) -> bool:
    return _WELL_KNOWN.get(name.casefold().strip()) == other_key


def _abbreviates(letters: str, long: str) -> bool:
    return 2 < len(letters) < 6 and letters.isalpha() and letters == initials(long)


def _are_apart(one: str, other: str) -> bool:
    first, second = set(words(one)), set(words(other))
    differing = first ^ second
    return bool(differing & _APART) or any(
        word.isdigit() or _differs(word, second if word in first else first) for word in differing
    )


def _differs(word: str, others: set[str]) -> bool:
    """A word with no word like it on the other side, unless it was merely joined to another."""
    joined = "".join(sorted(others, key=len))
    near = any(SequenceMatcher(None, word, other).ratio() >= 0.75 for other in others)
    return not near and word not in joined and not any(other in word for other in others)
