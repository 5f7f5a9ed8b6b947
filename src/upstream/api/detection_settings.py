"""Detection's settings as clients read and write them: shares from 0 to 1, dollars as text."""

from typing import Annotated, Self

import msgspec

from upstream.api.dollars import Dollars, cents
from upstream.domain.drift.severity import BANDS, Bands
from upstream.domain.drift.wishes import DetectionWishes
from upstream.projections.money import dollars

Share = Annotated[float, msgspec.Meta(ge=0, le=1, description="0 to 1, four decimals count.")]
Claims = Annotated[int, msgspec.Meta(ge=0)]


class SeverityBands(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lower ends; below `medium` a severity is low."""

    critical: Share = BANDS.critical_bps / 10_000
    high: Share = BANDS.high_bps / 10_000
    medium: Share = BANDS.medium_bps / 10_000

    @classmethod
    def of(cls, bands: Bands) -> Self:
        return cls(
            critical=bands.critical_bps / 10_000,
            high=bands.high_bps / 10_000,
            medium=bands.medium_bps / 10_000,
        )

    def bands(self) -> Bands:
        return Bands(
            critical_bps=round(self.critical * 10_000),
            high_bps=round(self.high * 10_000),
            medium_bps=round(self.medium * 10_000),
        )


class DetectionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is null is as each product has it; `{}` puts everything back. Runs that were made keep
    what they were told.
    """

    report_from_confidence: Share | None = None
    claims_min: Claims | None = None
    """Nothing is reported of a window that holds fewer claims."""
    baseline_weeks: int | None = None
    scan_weeks: tuple[int, ...] | None = None
    half_severity_dollars: Dollars | None = None
    """Dollars a week at which money alone makes half of the severity it can make."""
    severity_bands: SeverityBands = SeverityBands()

    @classmethod
    def of(cls, wishes: DetectionWishes) -> Self:
        sure, money = wishes.report_from_bps, wishes.half_money_cents
        return cls(
            report_from_confidence=None if sure is None else sure / 10_000,
            claims_min=wishes.claims_min,
            baseline_weeks=wishes.baseline_weeks,
            scan_weeks=wishes.scan_weeks,
            half_severity_dollars=None if money is None else dollars(money),
            severity_bands=SeverityBands.of(wishes.bands),
        )

    def wishes(self) -> DetectionWishes:
        sure, money = self.report_from_confidence, self.half_severity_dollars
        return DetectionWishes(
            report_from_bps=None if sure is None else round(sure * 10_000),
            claims_min=self.claims_min,
            baseline_weeks=self.baseline_weeks,
            scan_weeks=self.scan_weeks,
            half_money_cents=None if money is None else cents(money),
            bands=self.severity_bands.bands(),
        )
