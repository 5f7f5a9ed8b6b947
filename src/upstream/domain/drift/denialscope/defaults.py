"""What DenialScope is told unless a customer says otherwise, each number with its reason."""

from typing import Final

from upstream.domain.drift.driftwatch.defaults import SCAN_WEEKS
from upstream.domain.drift.settings import Floor, KindSettings, Settings

DENIAL_REASON: Final = KindSettings(
    kind="denial_reason",
    # Four claims in a thousand more: what one reason, among ten, may add before it is felt.
    floors=(Floor(at_least=40),),
    events_min=6,
    # There are many reasons per payer, and few of them change.
    prior_bps=50,
    # On the logit scale: 1.4 and 3.3 times as often.
    slab_micro=(350_000, 1_200_000),
    rises_only=True,
    # Three points more for one reason are half of the worst that a reason alone can be.
    half_effect_bps=300,
)

DEFAULTS: Final = Settings(
    current_days=56,
    baseline_days=182,
    scan_weeks=SCAN_WEEKS,
    baseline_weeks_min=8,
    report_from_bps=5_000,
    keep_open_bps=2_000,
    half_money_cents=250_000,
    kinds=(DENIAL_REASON,),
)
