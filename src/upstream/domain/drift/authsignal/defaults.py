"""What AuthSignal is told unless a customer says otherwise, each number with its reason."""

from typing import Final

from upstream.domain.drift.driftwatch.defaults import SCAN_WEEKS
from upstream.domain.drift.settings import Floor, KindSettings, Settings

AUTHORIZATION: Final = KindSettings(
    kind="authorization",
    # Two points: a payer that asks for authorizations denies whoever has none, not one in fifty.
    floors=(Floor(at_least=200),),
    events_min=5,
    # Of the codes that are denied for it at all (three times in all weeks), about one in two
    # hundred began to be within two months.
    prior_bps=50,
    # On the logit scale: twice and six times as often.
    slab_micro=(700_000, 1_800_000),
    rises_only=True,
    half_effect_bps=800,
)

DEFAULTS: Final = Settings(
    current_days=56,
    baseline_days=182,
    scan_weeks=SCAN_WEEKS,
    baseline_weeks_min=8,
    report_from_bps=5_000,
    keep_open_bps=2_000,
    half_money_cents=250_000,
    kinds=(AUTHORIZATION,),
)
