"""What DelayGuard is told unless a customer says otherwise, each number with its reason."""

from typing import Final

from upstream.domain.drift.driftwatch.defaults import SCAN_WEEKS
from upstream.domain.drift.settings import Floor, KindSettings, Settings

PAYMENT_DELAY: Final = KindSettings(
    kind="payment_delay",
    # Half a day and 6 %: over all of a payer's work that is cash somebody misses.
    floors=(Floor(at_least=50, relative_bps=600),),
    events_min=10,
    prior_bps=80,
    # On the scale of log odds: 13 % and 42 %.
    slab_micro=(120_000, 350_000),
    half_effect_bps=3_500,
)

DEFAULTS: Final = Settings(
    current_days=56,
    baseline_days=182,
    scan_weeks=SCAN_WEEKS,
    baseline_weeks_min=8,
    report_from_bps=5_000,
    keep_open_bps=2_000,
    half_money_cents=250_000,
    kinds=(PAYMENT_DELAY,),
)
