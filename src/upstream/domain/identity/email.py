"""E-mail addresses as keys: one spelling for one mailbox, and no more checking than that needs."""

import re
from typing import Final

from upstream.domain.identity.refusals import EmailInvalid

CHARACTERS_MAX: Final = 254
"""RFC 5321 §4.5.3.1.3, less the angle brackets."""

_SHAPE: Final = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]+\.[^@\s.\x00-\x1f]+")


def normalised(email: str) -> str:
    """Trimmed and case-folded; raises EmailInvalid for what cannot be a mailbox."""
    folded = email.strip().casefold()
    if len(folded) > CHARACTERS_MAX or not _SHAPE.fullmatch(folded):
        raise EmailInvalid("That is not an e-mail address.")
    return folded
