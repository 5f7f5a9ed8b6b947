"""Claims on their way into the log, without the personal data that strayed into their texts.

Each distinct text is looked at once. Numbers of claims are all distinct: they are looked at by
their form, and only forms that could hide something are read.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from msgspec.structs import replace

from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.identity import natural_key, payer_key
from upstream.domain.personal.kinds import (
    LINES_KEPT,
    MASKS,
    Kind,
    PersonalCells,
    Screening,
)
from upstream.domain.personal.texts import Finder

TEXTS: Final = (
    *("payer", "payer_raw", "outcome_raw", "denial_reason", "denial_reason_raw", "facility"),
    *("place_of_service", "line_of_business"),
)
"""Facts in the words of a file; they repeat from row to row."""
REFERENCES: Final = ("claim_ref", "prior_authorization", "payer_claim_ref")
"""Numbers that somebody gave; nearly every row has another one."""
COLUMN_OF: Final = {
    "claim_ref": "claim_id",
    "payer_raw": "payer",
    "outcome_raw": "outcome",
    "denial_reason_raw": "denial_reason",
}
_TEXT_OF: Final = {name: attrgetter(name) for name in (*TEXTS, *REFERENCES)}
_ENTRIES_MAX: Final = 65_536
_FORM: Final = str.maketrans("012345678", "999999999")
_SUSPECT_FORM: Final = re.compile(
    r"[@^=/]|[^\x00-\x7f]|999[-. ]99[-. ]9999|999[-. )]{1,2}999[-. ]?9999|9{4}[- ]9{4}[- ]9{4}"
    r"|9{4}[- ]9{6}[- ]9{5}|[A-Za-z]{2},? [A-Za-z]|[A-Za-z],[A-Za-z]"
    r"|(?<![A-Za-z9])[9A-Za-z]{17}(?![A-Za-z9])"
    r"|9[A-Z][A-Z9]9-?[A-Z][A-Z9]9-?[A-Z]{2}99|9{1,3}\.9{1,3}\.9{1,3}\.9|99?[-/.]99?[-/.]9999"
    r"|9999-99-99|[A-Za-z].*[:# ].*9{4}|9{5}-9{4}|(?i:mrn|ssn|mbi|hic|dob|vin)",
)

Masked = tuple[str, frozenset[Kind]]


class Screened(NamedTuple):
    """Claims without personal data in their texts; what was found, and in which rows of them."""

    understood: Understood
    cells: tuple[PersonalCells, ...]
    rows: dict[int, tuple[str, ...]]
    """Place among the claims, and the columns that held something."""


class Screen:
    """Looks at one part after the other of one upload."""

    def __init__(
        self, finder: Finder, screening: Screening, pseudonym: Callable[[str], str | None]
    ) -> None:
        self._finder = finder
        self._screening = screening
        self._pseudonym = pseudonym
        self._known: dict[str, dict[str, Masked]] = {name: {} for name in TEXTS}

    def __call__(self, understood: Understood) -> Screened:
        facts = understood.facts
        changed: defaultdict[int, dict[str, str]] = defaultdict(dict)
        found: defaultdict[tuple[str, Kind], list[int]] = defaultdict(list)
        for name in TEXTS:
            if name in understood.silent:
                continue
            masked = self._texts(name, set(map(_TEXT_OF[name], facts)))
            if masked:
                self._apply(name, list(map(_TEXT_OF[name], facts)), masked, changed, found)
        for name in REFERENCES:
            if name in understood.silent:
                continue
            values = list(map(_TEXT_OF[name], facts))
            self._apply(name, values, self._references(name, values), changed, found)
        if not changed:
            return Screened(understood, (), {})
        return _screened(understood, changed, found)

    def _apply(
        self,
        name: str,
        values: Sequence[str | None],
        masked: dict[str | None, Masked],
        changed: defaultdict[int, dict[str, str]],
        found: defaultdict[tuple[str, Kind], list[int]],
    ) -> None:
        if not masked:
            return
        for place, value in enumerate(values):
            if value in masked:
                text, kinds = masked[value]
                changed[place][name] = text
                for kind in kinds:
                    found[COLUMN_OF.get(name, name), kind].append(place)

    def _texts(self, name: str, values: Iterable[str | None]) -> dict[str | None, Masked]:
        known = self._known[name]
        if len(known) > _ENTRIES_MAX:
            known.clear()
        seen = COLUMN_OF.get(name, name) in self._screening.names_in
        masked: dict[str | None, Masked] = {}
        for value in values:
            if value is None:
                continue
            if value not in known:
                known[value] = self._finder.masked(value, people_seen=seen)
            if known[value][1]:
                masked[value] = known[value]
        return masked

    def _references(self, name: str, values: Sequence[str | None]) -> dict[str | None, Masked]:
        said = [value for value in values if value is not None]
        if name in self._screening.pseudonyms:
            none: frozenset[Kind] = frozenset()
            return {value: (self._pseudonym(value) or value, none) for value in set(said)}
        watched = self._finder.says_a_word("\n".join(said))
        suspects = said if watched else _suspects(said)
        masked: dict[str | None, Masked] = {}
        for value in suspects:
            text, kinds = self.reference(value)
            if kinds:
                masked[value] = text, kinds
        return masked

    def reference(self, value: str) -> Masked:
        """A number of something; where it is a person's, a mask and a keyed pseudonym instead.

        A claim stays the same claim: equal numbers stay equal, unequal ones unequal.
        """
        kinds = frozenset(span.kind for span in self._finder.spans(value))
        return (f"{MASKS[min(kinds)]} {self._pseudonym(value)}" if kinds else value), kinds


def _suspects(values: list[str]) -> Iterable[str]:
    forms = "\n".join(values).translate(_FORM).split("\n")
    suspect = {form for form in set(forms) if _SUSPECT_FORM.search(form)}
    if not suspect:
        return ()
    return [value for value, form in zip(values, forms, strict=True) if form in suspect]


def _screened(
    understood: Understood,
    changed: dict[int, dict[str, str]],
    found: dict[tuple[str, Kind], list[int]],
) -> Screened:
    facts, keys = list(understood.facts), list(understood.keys)
    for place, patch in changed.items():
        before = facts[place]
        facts[place] = after = replace(before, **patch)
        keys[place] = _rekeyed(keys[place], before, after)
    lines = understood.lines
    cells = []
    rows: defaultdict[int, set[str]] = defaultdict(set)
    for (column, kind), places in sorted(found.items()):
        apart = sorted(set(places))
        first = tuple(lines[place] for place in apart[:LINES_KEPT])
        cells.append(PersonalCells(column, kind, len(apart), first))
        for place in apart:
            rows[place].add(column)
    masked = understood._replace(facts=facts, keys=keys)
    by_row = {place: tuple(sorted(columns)) for place, columns in rows.items()}
    return Screened(masked, tuple(cells), by_row)


def _rekeyed(key: str, before: ClaimFacts, after: ClaimFacts) -> str:
    """The claim's key with the words that took the place of others in it."""
    if before.claim_ref is None or after.claim_ref is None:
        return natural_key(after)
    rest = key[len(before.claim_ref) :]
    between, rest = rest[0], rest[1 + len(payer_key(before.payer)) :]
    return f"{after.claim_ref}{between}{payer_key(after.payer)}{rest}"
