"""The customer's own groups of procedure codes, before those we ship.

One book for all groups of a customer, so that a code never belongs to two of them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from upstream.domain.claims.cells import tidy
from upstream.domain.decider import Decider
from upstream.domain.mappings.commands import CptGroupCommand, DefineCptGroup, WithdrawCptGroup
from upstream.domain.mappings.events import CptGroupDefined, CptGroupEvent, CptGroupWithdrawn
from upstream.domain.mappings.refusals import (
    CptCodesInvalid,
    CptCodesOverlap,
    CptGroupNameInvalid,
    CptMappingUnknown,
)

KEY: Final = "cpt-groups"
"""Natural key of the book's stream: there is one a customer."""
NAME_LENGTH_MAX: Final = 80
CODES_MAX: Final = 2_000
_CODE: Final = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}")


class Span(NamedTuple):
    """Codes of one shape, both ends included; shape is where the letter stands, if there is one."""

    first: str
    last: str

    def holds(self, code: str) -> bool:
        return shape_of(code) == shape_of(self.first) and self.first <= code <= self.last

    def meets(self, other: "Span") -> bool:
        same = shape_of(self.first) == shape_of(other.first)
        return same and self.first <= other.last and other.first <= self.last


def shape_of(code: str) -> str:
    """Codes are only in order among their like: `J1100` to `J9999`, `0001F` to `9999F`."""
    return code[0] if code[0].isalpha() else code[-1] if code[-1].isalpha() else ""


def span_of(text: str) -> Span:
    """`99213` or `99202-99215`. Raises `CptCodesInvalid`."""
    first, _, last = (part.strip() for part in text.upper().partition("-"))
    span = Span(first, last or first)
    sound = _CODE.fullmatch(span.first) and _CODE.fullmatch(span.last)
    if not sound or shape_of(span.first) != shape_of(span.last) or span.first > span.last:
        detail = "codes are written 99213, J1100 or as a range, 99202-99215"
        raise CptCodesInvalid(detail, value=text[:20])
    return span


@dataclass(frozen=True, slots=True)
class CptGroups:
    codes: Mapping[str, tuple[str, ...]]
    """The codes and ranges of each group, by its name."""

    def of(self, code: str) -> str | None:
        """The customer's own group of a code; None where it has none."""
        return group_of(code, self.codes)


INITIAL: Final = CptGroups({})


def group_of(code: str, groups: Mapping[str, tuple[str, ...]]) -> str | None:
    for name, codes in groups.items():
        if any(span_of(text).holds(code) for text in codes):
            return name
    return None


def decide(command: CptGroupCommand, groups: CptGroups) -> tuple[CptGroupEvent, ...]:
    match command:
        case DefineCptGroup(name=name, codes=codes):
            return _define(_sound(name), codes, groups)
        case WithdrawCptGroup(name=name):
            if name not in groups.codes:
                raise CptMappingUnknown("there is no such group")
            return (CptGroupWithdrawn(name=name),)


def _define(name: str, codes: Iterable[str], groups: CptGroups) -> tuple[CptGroupEvent, ...]:
    spans = sorted({span_of(code) for code in codes})
    if not 0 < len(spans) <= CODES_MAX:
        raise CptCodesInvalid(f"a group has 1 to {CODES_MAX} codes or ranges")
    for other, taken in groups.codes.items():
        if other != name and any(span.meets(span_of(one)) for span in spans for one in taken):
            raise CptCodesOverlap(f"some of these codes belong to {other}", group=other)
    written = tuple(
        span.first if span.first == span.last else f"{span.first}-{span.last}" for span in spans
    )
    if groups.codes.get(name) == written:
        return ()
    return (CptGroupDefined(name=name, codes=written),)


def _sound(name: str) -> str:
    text = tidy(name)
    if not (0 < len(text) <= NAME_LENGTH_MAX and text.isprintable()):
        raise CptGroupNameInvalid(f"a name has 1 to {NAME_LENGTH_MAX} printable characters")
    return text


def evolve(groups: CptGroups, event: CptGroupEvent) -> CptGroups:
    match event:
        case CptGroupDefined(name=name, codes=codes):
            return CptGroups({**groups.codes, name: codes})
        case CptGroupWithdrawn(name=name):
            left = {one: codes for one, codes in groups.codes.items() if one != name}
            return CptGroups(left)


decider: Decider[CptGroupCommand, CptGroups, CptGroupEvent] = Decider(
    "cpt-groups", INITIAL, decide, evolve
)
