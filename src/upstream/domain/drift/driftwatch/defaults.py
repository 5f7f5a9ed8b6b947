"""What DriftWatch is told unless a customer says otherwise, each number with its reason."""

from typing import Final

from upstream.domain.drift.settings import Floor, KindSettings, Settings

DENIAL_RATE: Final = KindSettings(
    kind="denial_rate",
    # Three points are felt in a month's cash; two are, when they make a rare denial half as
    # frequent again. Below that nobody would act, however sure we are.
    floors=(Floor(at_least=300), Floor(at_least=200, relative_bps=5_000)),
    events_min=4,
    # Of the cells looked at in a given week, about one in forty is in a changed state.
    prior_bps=250,
    # On the logit scale: from 10 % to 13 %, and from 10 % to 21 %.
    slab_micro=(300_000, 900_000),
    # Eight points more denials are half of the worst that a rate alone can be.
    half_effect_bps=800,
)

DAYS_TO_DECISION: Final = KindSettings(
    kind="days_to_decision",
    # Half a day and 8 %: less is the weekday a remittance happens to fall on.
    floors=(Floor(at_least=50, relative_bps=800),),
    events_min=5,
    prior_bps=100,
    # On a log scale: 16 % and 57 % longer.
    slab_micro=(150_000, 450_000),
    half_effect_bps=3_500,
)

ALLOWED_AMOUNT: Final = KindSettings(
    kind="allowed_amount",
    # Below every fee schedule's yearly update and above rounding.
    floors=(Floor(at_least=1, relative_bps=150),),
    events_min=5,
    # Fee schedules change about once a year, so a given fortnight rarely holds a change.
    prior_bps=50,
    # On a log scale: 4 % and 13 %.
    slab_micro=(40_000, 120_000),
    half_effect_bps=800,
)

SCAN_WEEKS: Final = (1, 2, 3, 4, 6, 8)
"""A sudden change shows in the newest week, a small one only in two months."""

DEFAULTS: Final = Settings(
    current_days=56,
    # Half a year where there is as much: long enough to know the usual swing, short enough to
    # forget last year's contract.
    baseline_days=182,
    scan_weeks=SCAN_WEEKS,
    # The swing between weeks is estimated from these; fewer than eight say next to nothing.
    baseline_weeks_min=8,
    # More likely than not, given how rarely payers change.
    report_from_bps=5_000,
    # Much looser than what opens a finding, so that one does not open and close week by week.
    keep_open_bps=2_000,
    # $2,500 a week is about what one person's full attention costs.
    half_money_cents=250_000,
    kinds=(DENIAL_RATE, DAYS_TO_DECISION, ALLOWED_AMOUNT),
)
