"""What a run was told: windows, error rate, floors and scales, all of it recorded with the run."""

from typing import Literal

import msgspec

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


class KindSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of drift is judged once its statistics are known."""

    kind: Kind
    floors: tuple[Floor, ...]
    events_min: int
    """Claims of the kind (denied, decided, paid) that both windows together must hold."""
    prior_bps: int
    """How often such a cell has really changed when it is looked at, before looking."""
    slab_micro: tuple[int, int]
    """Typical size of a small and of a large real change, on the scale of the test, in 1e-6."""
    half_effect_bps: int
    """The change at which the effect alone makes half of the severity it can make."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a detector may be told. The defaults' reasons stand beside each product's own."""

    current_days: int
    baseline_days: int
    volume_min: int
    """Claims each window of a cell must hold to be compared at all."""
    baseline_weeks_min: int
    false_discovery_bps: int
    """Expected share of false findings among those reported (Benjamini-Hochberg)."""
    keep_open_bps: int
    """A known finding stays open while its own p-value is below this."""
    half_money_cents: int
    """Dollars a week at which money alone makes half of the severity it can make."""
    kinds: tuple[KindSettings, ...]

    def of(self, kind: Kind) -> KindSettings:
        return next(settings for settings in self.kinds if settings.kind == kind)
