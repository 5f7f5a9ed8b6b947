"""Is this X12? Seen from the first bytes, whatever the file is called."""

import re
from typing import Final

from upstream.application.readers.x12.separators import BLANK, BOM

_BEGINS: Final = re.compile(
    rb"ISA([^A-Za-z0-9\s])\d\d\1|GS([^A-Za-z0-9\s])[A-Z]{2}\2|ST([^A-Za-z0-9\s])\d{3}\3"
)
_ODD: Final = (b"\xff\xfeI\0", b"\xfe\xff\0I", b"I\0S\0", b"\0I\0S", b"\xc9\xe2\xc1")
"""`ISA` in UTF-16, with and without a mark, and in EBCDIC."""


def is_x12(head: bytes) -> bool:
    """With an interchange header, or with the group or the transaction at the very beginning."""
    bare = head.removeprefix(BOM).lstrip(BLANK + BOM)
    return bare.startswith(b"ISA") or _BEGINS.match(bare) is not None


def is_encoded_otherwise(head: bytes) -> bool:
    return head.startswith(_ODD)
