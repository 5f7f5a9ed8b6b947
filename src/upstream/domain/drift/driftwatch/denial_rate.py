"""Which share of the decided claims a cell had denied: two proportions."""

from functools import partial

from upstream.domain.drift.comparison import Measurement
from upstream.domain.drift.dispersion import Week
from upstream.domain.drift.driftwatch.sides import Side, Sides
from upstream.domain.drift.inference import mid_p, rounded_quotient
from upstream.domain.drift.settings import Settings

EXPECTED_MIN = 10
"""Expected denials (or payments) below which the exact test is asked as well."""


def denial_rate(sides: Sides, settings: Settings) -> Measurement | None:
    """Pooled two-proportion z test, as a score on the logit scale, week by week.

    None where a window holds too few claims, or the baseline too few weeks. Money at risk: the
    share denied beyond the baseline's, of what all decided claims would have brought in.
    """
    now, before = sides.current, sides.baseline
    if min(now.claims, before.claims) < settings.volume_min:
        return None
    if len(before.blocks) < settings.baseline_weeks_min:
        return None
    rate_before = before.denied / before.claims
    excess = now.denied / now.claims - rate_before
    unit = _information_per_claim(now, before)
    delta = _bps(now) - _bps(before)
    return Measurement(
        kind="denial_rate",
        key=sides.cell.key,
        unit="basis_points",
        baseline_value=_bps(before),
        current_value=_bps(now),
        baseline=before.sample(before.claims),
        current=now.sample(now.claims),
        events=now.denied + before.denied,
        effect=excess / unit,
        effect_bps=abs(delta),
        worse=delta > 0,
        at_risk_cents=round(max(0.0, excess) * now.exposed_cents),
        stock=False,
        baseline_weeks=_weeks(before, rate_before, unit),
        current_weeks=_weeks(now, rate_before, unit),
        exact_p=_exact_p(now, before),
    )


def _information_per_claim(now: Side, before: Side) -> float:
    """Rate times its complement, pooled; half a claim keeps it from zero where all went one way."""
    claims, denied = now.claims + before.claims, now.denied + before.denied
    rate = denied / claims if 0 < denied < claims else 0.5 / (claims + 1)
    return rate * (1 - rate)


def _weeks(side: Side, rate_before: float, unit: float) -> tuple[Week, ...]:
    return tuple(
        Week(block.claims * unit, (block.denied / block.claims - rate_before) / unit)
        for block in side.blocks
    )


def _exact_p(now: Side, before: Side) -> "partial[float] | None":
    claims, denied = now.claims + before.claims, now.denied + before.denied
    rarer = min(denied, claims - denied)
    if rarer * now.claims >= EXPECTED_MIN * claims:
        return None
    return partial(mid_p, now.denied, now.claims, before.denied, before.claims)


def _bps(side: Side) -> int:
    return rounded_quotient(10_000 * side.denied, side.claims)
