"""A person's own words for what is done to an upload: one line, printable, not endless."""

from typing import Final

from upstream.domain.messages import Refusal

REASON_LENGTH_MAX: Final = 500


def sound_reason(reason: str, missing: Refusal) -> str:
    """Raises `missing` where nothing is said."""
    words = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    if not words:
        raise missing
    return words[:REASON_LENGTH_MAX]
