"""What ContractIQ is told unless a customer says otherwise, each number with its reason."""

from typing import Final

from upstream.domain.drift.driftwatch.defaults import SCAN_WEEKS
from upstream.domain.drift.settings import Floor, KindSettings, Settings

UNDERPAYMENT: Final = KindSettings(
    kind="underpayment",
    # What a line lacks is above the tolerance of a line already; here no more is asked for.
    floors=(Floor(at_least=1),),
    # Two lines may be one claim sent twice; three are a habit.
    events_min=3,
    # Of the procedures with a contract, about one in fifty is loaded with a wrong rate at a time.
    prior_bps=200,
    # Nothing is estimated on a scale of sizes: a line is below its contract or it is not.
    slab_micro=(0, 0),
    rises_only=True,
    # Eight percent below contract is half of the worst that a rate alone can be.
    half_effect_bps=800,
)

OWED_MIN_CENTS: Final = 5_800
"""Fighting for one claim costs a provider $57.23 (Premier 2023): below that nobody would begin."""

STRAY_BPS: Final = 100
"""One line in a hundred falls short without any habit behind it: typing, an odd modifier, a claim
of another plan. A payer's habit is what this does not explain."""

STRAY_KNOWN_FROM: Final = 300
"""Some payers and procedures slip more than others: of twenty, one slips more than twice as often
as the usual. So unsure is who has seen three slips in so many lines."""

DEFAULTS: Final = Settings(
    current_days=56,
    # A quarter before the window says whether it began or ever was; every week costs reading the
    # lines of its claims.
    baseline_days=91,
    scan_weeks=SCAN_WEEKS,
    # A contract needs no history to be held against.
    baseline_weeks_min=0,
    report_from_bps=5_000,
    keep_open_bps=2_000,
    half_money_cents=250_000,
    kinds=(UNDERPAYMENT,),
)
