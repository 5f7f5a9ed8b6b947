"""How bad a drift is if it is true: its size and its money. How sure we are is another number."""

from typing import Final, Literal

import msgspec

from upstream.domain.drift.inference import half_way

SeverityLabel = Literal["critical", "high", "medium", "low"]


class Bands(msgspec.Struct, frozen=True, kw_only=True):
    """Lower ends of the bands; below the last it is low. A large change and real money, both, make
    something high; either alone stays medium; nothing reaches critical by size alone.
    """

    critical_bps: int = 9_000
    high_bps: int = 7_000
    medium_bps: int = 4_000


BANDS: Final = Bands()
"""As everybody draws them who draws none."""

FAVOURABLE_MAX_BPS = 3_900
"""A payer that treats us better is news, never an emergency: just below medium."""

_PART = 0.75
"""What effect alone, or money alone, can make of a severity: medium, or just high, at most."""


def severity_bps(
    *, effect_bps: int, half_effect_bps: int, weekly_cents: float, half_cents: float, worse: bool
) -> int:
    """1 - (1 - 0.75 e)(1 - 0.75 d); e and d reach one half at their `half_…`.

    So at least 0.7 needs a large change and real money; either alone stays around medium.
    """
    effect = _PART * half_way(effect_bps, half_effect_bps)
    money = _PART * half_way(weekly_cents, half_cents)
    severity = round(10_000 * (1 - (1 - effect) * (1 - money)))
    return severity if worse else min(severity, FAVOURABLE_MAX_BPS)


LABELS: Final[tuple[SeverityLabel, ...]] = ("low", "medium", "high", "critical")


def band(bps: int, bands: Bands = BANDS) -> int:
    """0 for low … 3 for critical."""
    lower_ends = (bands.medium_bps, bands.high_bps, bands.critical_bps)
    return sum(bps >= lower_end for lower_end in lower_ends)


def severity_label(bps: int, bands: Bands = BANDS) -> SeverityLabel:
    return LABELS[band(bps, bands)]


def span_of(label: SeverityLabel, bands: Bands = BANDS) -> tuple[int, int]:
    """Lower end, included, and upper end, excluded, in basis points."""
    ends = (0, bands.medium_bps, bands.high_bps, bands.critical_bps, 10_001)
    place = LABELS.index(label)
    return ends[place], ends[place + 1]
