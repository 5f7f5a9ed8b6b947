"""How large a file may be and how far a packed one may expand: what a bomb meets first."""

from typing import Final, NamedTuple

MEGABYTE: Final = 1 << 20
FILE_BYTES_MAX: Final = 2048 * MEGABYTE
"""Some twenty million rows; more than a claims system exports at once."""
RATIO_FROM_BYTES: Final = 8 * MEGABYTE
"""A short file may be nothing but zeros; a ratio says something only after some megabytes."""


class Limits(NamedTuple):
    """Of what comes out of a gzip, a zip or a workbook."""

    expanded_bytes_max: int = 4096 * MEGABYTE
    ratio_max: int = 200
    """Bytes out for each byte in. Claims as text come to 5 to 20, very even ones to some 60."""

    def allow(self, *, expanded: int, packed: int) -> bool:
        if expanded > self.expanded_bytes_max:
            return False
        return expanded <= RATIO_FROM_BYTES or expanded <= self.ratio_max * max(packed, 1)


LIMITS: Final = Limits()

UNLIMITED: Final = Limits(1 << 60, 1 << 60)
"""For files that were judged before: what was accepted stays readable when limits are lowered."""
