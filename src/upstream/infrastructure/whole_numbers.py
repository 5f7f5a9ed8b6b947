"""Settings that are whole numbers: each with what it is without a word, and the most it can be."""

from collections.abc import Mapping
from typing import Final

from upstream.infrastructure.file_limits import FILE_BYTES_MAX, LIMITS, MEGABYTE

QUARANTINE_DAYS: Final = 7

NUMBERS: Final = {
    "UPSTREAM_PORT": (8000, 65_535),
    "UPSTREAM_FILE_MB_MAX": (FILE_BYTES_MAX // MEGABYTE, 1_000_000),
    "UPSTREAM_EXPANDED_MB_MAX": (LIMITS.expanded_bytes_max // MEGABYTE, 1_000_000),
    "UPSTREAM_EXPANSION_RATIO_MAX": (LIMITS.ratio_max, 1_000_000),
    "UPSTREAM_QUARANTINE_DAYS": (QUARANTINE_DAYS, 366),
}
"""Default and largest value."""


def whole_number(told: Mapping[str, str], name: str, problems: list[str]) -> int:
    default, most = NUMBERS[name]
    text = told.get(name) or str(default)
    if text.isascii() and text.isdigit() and 0 < int(text) <= most:
        return int(text)
    problems.append(f"{name}: must be a number from 1 to {most}")
    return default
