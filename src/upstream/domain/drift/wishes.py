"""What a customer wishes detection to do differently; the rest is as each product has it.

The defaults and their reasons stand beside the products (`<product>/defaults.py`). A wish is held
back from nothing but nonsense: it changes the runs that start after it, never one that was made.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from upstream.domain.drift.settings import Settings
from upstream.domain.drift.severity import BANDS, Bands
from upstream.domain.drift.windows import WEEK_DAYS

CONFIDENCE_BPS: Final = (2_000, 9_900)
"""Below, a known finding would open later than it closes; above, nothing is ever that certain."""
CLAIMS_MAX: Final = 100_000
BASELINE_WEEKS: Final = (8, 104)
"""Fewer say next to nothing about the swing between weeks; more were another contract."""
SCAN_WEEKS_MAX: Final = 13
"""A quarter; a slower change is the market's."""
SCANS_MAX: Final = 8
MONEY_CENTS: Final = (10_000, 100_000_000)
"""Between a hundred and a million dollars a week."""


class DetectionWishes(msgspec.Struct, frozen=True, kw_only=True):
    """None: the product's own default."""

    report_from_bps: int | None = None
    """A change is reported from this confidence on."""
    claims_min: int | None = None
    """Nothing is reported of a window that holds fewer claims."""
    baseline_weeks: int | None = None
    """How much before a window it is held against, at most."""
    scan_weeks: tuple[int, ...] | None = None
    """Lengths of the windows that are looked at."""
    half_money_cents: int | None = None
    """Dollars a week at which money alone makes half of the severity it can make."""
    bands: Bands = BANDS

    def told(self, own: Settings) -> Settings:
        """A product's own settings, with these wishes in their place."""
        scan_weeks = self.scan_weeks or own.scan_weeks
        report_from = _or(self.report_from_bps, own.report_from_bps)
        return msgspec.structs.replace(
            own,
            report_from_bps=report_from,
            keep_open_bps=min(own.keep_open_bps, report_from),
            claims_min=_or(self.claims_min, own.claims_min),
            baseline_days=WEEK_DAYS * self.baseline_weeks
            if self.baseline_weeks
            else own.baseline_days,
            scan_weeks=scan_weeks,
            current_days=WEEK_DAYS * max(scan_weeks) if self.scan_weeks else own.current_days,
            half_money_cents=_or(self.half_money_cents, own.half_money_cents),
            bands=self.bands,
        )


def _or(wish: int | None, own: int) -> int:
    return own if wish is None else wish


def tidied(wishes: DetectionWishes) -> DetectionWishes:
    """Windows each once, the shortest first."""
    if wishes.scan_weeks is None:
        return wishes
    return msgspec.structs.replace(wishes, scan_weeks=tuple(sorted(set(wishes.scan_weeks))))


def faults(wishes: DetectionWishes) -> Iterator[tuple[str, str]]:
    """Fields that make no sense, each with what would."""
    for field, (least, most), said in (
        (
            "report_from_bps",
            CONFIDENCE_BPS,
            "a confidence to report from lies between 0.2 and 0.99",
        ),
        ("claims_min", (0, CLAIMS_MAX), f"a minimum volume is at most {CLAIMS_MAX:,} claims"),
        ("baseline_weeks", BASELINE_WEEKS, "a baseline has 8 to 104 weeks"),
        ("half_money_cents", MONEY_CENTS, "that amount lies between $100 and $1,000,000 a week"),
    ):
        wish = getattr(wishes, field)
        if wish is not None and not least <= wish <= most:
            yield field, said
    yield from _faults_of_windows(wishes.scan_weeks)
    bands = wishes.bands
    if not 0 < bands.medium_bps < bands.high_bps < bands.critical_bps < 10_000:
        yield "bands", "medium begins below high, high below critical, all between 0 and 1"


def _faults_of_windows(scan_weeks: tuple[int, ...] | None) -> Iterator[tuple[str, str]]:
    if scan_weeks is None:
        return
    if not 0 < len(scan_weeks) <= SCANS_MAX:
        yield "scan_weeks", f"there are 1 to {SCANS_MAX} windows"
    elif not all(1 <= weeks <= SCAN_WEEKS_MAX for weeks in scan_weeks):
        yield "scan_weeks", f"a window has 1 to {SCAN_WEEKS_MAX} weeks"
