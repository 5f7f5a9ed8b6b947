"""What stands between the pieces of an X12 file: seen from its ISA, or guessed without one.

ISA is the only segment of fixed width: its fourth byte separates elements, element 16 separates
components, and the byte after that ends a segment (X12.5, interchange control structures). Real
senders lose the padding, so the sixteen separators are counted instead of the bytes.
"""

import re
from typing import Final, NamedTuple

BOM: Final = b"\xef\xbb\xbf"
BLANK: Final = b" \t\r\n\0\x1a"
ISA_BYTES_MAX: Final = 400
"""An ISA has 106 bytes; so many more with odd padding and we give up looking for its end."""

_ELEMENTS: Final = 16
_LINE_ENDS: Final = b"\r\n"
_BARE: Final = re.compile(rb"(?:GS|ST)([^A-Za-z0-9\s])")
_SECOND: Final = re.compile(rb"([^A-Za-z0-9\s]|[\r\n]+)\s*(?:ST|BPR|BHT)[^A-Za-z0-9\s]")
_COMPOSITE: Final = re.compile(rb"(?:HC|AD|NU|ZZ)([^A-Za-z0-9\s*])[A-Z0-9]{3}")


class Separators(NamedTuple):
    """One byte each; the first two as the character they are in a decoded segment."""

    element: str
    component: str
    terminator: bytes
    is_guessed: bool = False
    """There was no ISA to say."""


def of_isa(head: bytes) -> Separators | None:
    """From bytes that begin with `ISA`; None where they do not go on like one."""
    element = head[3:4]
    if not element:
        return None
    pieces = head[:ISA_BYTES_MAX].split(element, _ELEMENTS)
    if len(pieces) <= _ELEMENTS or not _may_separate(element):
        return None
    tail = pieces[_ELEMENTS]
    component, terminator = _last_two(tail)
    if component and _ends_a_segment(component, element, tail, head):
        component, terminator = b"", component
    if not (terminator == b"\n" or _may_separate(terminator)):
        return None
    return _separators(element, component or b":", terminator)


def _last_two(tail: bytes) -> tuple[bytes, bytes]:
    """Element 16 and what ends the segment, though a wrapped line may end anywhere around them."""
    bare = tail.lstrip(_LINE_ENDS)
    component = bare[:1] if _may_separate(bare[:1]) else b""
    after = bare[1:] if component else tail
    if after[:1] not in (b"\r", b"\n"):
        return component, after[:1]
    wrapped = after.lstrip(_LINE_ENDS)[:1]
    return component, wrapped if _may_separate(wrapped) else b"\n"


def of_bare(head: bytes) -> Separators | None:
    """From bytes that begin with `GS` or `ST`: what stands before the second segment ends one."""
    first = _BARE.match(head)
    second = first and _SECOND.search(head, first.end())
    if not first or not second:
        return None
    composite = _COMPOSITE.search(head)
    component = composite[1] if composite else b":"
    terminator = second[1][:1].replace(b"\r", b"\n")
    return _separators(first[1], component, terminator)._replace(is_guessed=True)


def _separators(element: bytes, component: bytes, terminator: bytes) -> Separators:
    return Separators(element.decode("latin-1"), component.decode("latin-1"), terminator)


def _ends_a_segment(one: bytes, element: bytes, tail: bytes, head: bytes) -> bool:
    """True where element 16 was left out, so that the terminator stands in its place."""
    if not tail[1:].lstrip(BLANK).startswith((b"GS" + element, b"TA1" + element)):
        return False
    set_begins = head.find(
        b"ST" + element, len(head) - len(tail) if len(head) < ISA_BYTES_MAX else 0
    )
    return set_begins > 0 and head[:set_begins].rstrip(BLANK).endswith(one)


def _may_separate(one: bytes) -> bool:
    return len(one) == 1 and not one.isalnum() and one not in b" \t"
