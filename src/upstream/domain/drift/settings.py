"""What a run was told: windows, thresholds, floors and scales, all of it recorded with the run."""

from typing import Literal

import msgspec

from upstream.domain.drift.severity import BANDS, Bands

Kind = Literal[
    "denial_rate",
    "days_to_decision",
    "allowed_amount",
    "denial_reason",
    "payment_delay",
    "underpayment",
    "authorization",
]


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """A change counts when it reaches both numbers; a kind with several floors needs one of them.

    `at_least` is in the kind's own unit (basis points, hundredths of a day, cents),
    `relative_bps` is the change divided by the baseline value.
    """

    at_least: int
    relative_bps: int = 0


class KindSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one kind of drift is judged once its statistics are known."""

    kind: Kind
    floors: tuple[Floor, ...]
    events_min: int
    """Events of the kind (denied, decided, paid) that were seen or expected in the window."""
    prior_bps: int
    """How often such a cell has really changed when it is looked at, before looking."""
    slab_micro: tuple[int, int]
    """Typical size of a small and of a large real change, on the scale of the test, in 1e-6."""
    rises_only: bool = False
    """Less of it is nothing to tell."""
    half_effect_bps: int
    """The change at which the effect alone makes half of the severity it can make."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything a detector may be told. The defaults' reasons stand beside each product's own."""

    current_days: int
    """The longest window that is looked at …"""
    baseline_days: int
    """… and how much of what lies before a window it is held against, at most."""
    scan_weeks: tuple[int, ...] = (2,)
    """Lengths of the windows, each ending where the run looks until: nobody knows since when."""
    baseline_weeks_min: int
    report_from_bps: int = 5_000
    """A change is reported from this confidence on …"""
    keep_open_bps: int
    """… and a known finding stays open down to this one."""
    half_money_cents: int
    """Dollars a week at which money alone makes half of the severity it can make."""
    kinds: tuple[KindSettings, ...]
    claims_min: int = 0
    """Nothing is reported of a window with fewer claims. None by default: a small cell leans on
    its payer and has to show more, so its size alone is no reason to keep quiet."""
    bands: Bands = BANDS
    """What counts as worsened."""

    @property
    def baseline_weeks(self) -> int:
        return self.baseline_days // 7

    @property
    def weeks(self) -> int:
        """All that have to be counted."""
        return max(self.scan_weeks) + self.baseline_weeks

    def of(self, kind: Kind) -> KindSettings:
        return next(settings for settings in self.kinds if settings.kind == kind)
