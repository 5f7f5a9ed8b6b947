"""What a payer allows for the same procedures: logarithms, so that no outlier decides."""

from collections.abc import Sequence
from math import exp

import numpy as np

from upstream.domain.drift.counts import Decisions
from upstream.domain.drift.detection import Key
from upstream.domain.drift.inference import rounded_quotient
from upstream.domain.drift.judging import Measured, Measurement
from upstream.domain.drift.market import weekly_moves
from upstream.domain.drift.panel import Panel
from upstream.domain.drift.scan import Scanned
from upstream.domain.drift.scanning import scanned
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import Floats, Weekly, total_of

_MICRO = 1e-6
_SPREAD_MIN = 0.005
"""Standard deviation assumed at least: a payer that never varies would make any cent certain."""

_SPREAD_WEIGHT = 10
"""Claims that everybody's spread weighs beside a cell's own."""


def allowed_amounts(decisions: Sequence[Decisions], settings: Settings) -> Measured:
    """Mean of ln(allowed / price of the same code) of the paid claims: another mix of procedures
    is not another fee.

    The values are what the window's claims were allowed on average, and what the baseline would
    have allowed for the same claims, in cents. Money at risk: their difference, summed.
    """
    panel = _panel(decisions, settings.weeks)
    found = scanned(panel, settings, settings.of("allowed_amount"))
    measured = [_measurement(one, decisions[one.place]) for one in found.loud]
    return Measured(measured, found.quiet)


def _panel(decisions: Sequence[Decisions], weeks: int) -> Panel:
    """Without what all payers changed in each week: who decides nothing over the holidays has
    more of the new year in a window than others. Weeks weigh by how well they are known.
    """
    weekly = Weekly([one.weeks for one in decisions], weeks)
    claims = weekly.of([one.priced for one in decisions])
    totals = weekly.of([one.log_ratio_micro for one in decisions]) * _MICRO
    squares = weekly.of([one.log_ratio_squares for one in decisions]) * _MICRO**2
    doubts = weekly.of([one.price_doubt_micro for one in decisions]) * _MICRO
    known = claims > 0
    divisor = np.where(known, claims, 1.0)
    means, spreads = totals / divisor, _spreads(claims, totals, squares)
    market = weekly_moves(means, claims, spreads)
    weights = known / (spreads / divisor + market.variances[:, None])
    return Panel(
        kind="allowed_amount",
        keys=[Key(one.payer, one.cpt_group) for one in decisions],
        peers=[one.cpt_group for one in decisions],
        observed=(means - market.moves[:, None]) * weights,
        expected=weights,
        squares=np.zeros_like(weights),
        trials=claims,
        is_mean=True,
        doubts=doubts * spreads,
    )


def _spreads(claims: Floats, totals: Floats, squares: Floats) -> Floats:
    """Variance of single claims around their own week's mean, by cell."""
    several = claims > 1
    around = squares - totals * totals / np.where(several, claims, 1.0)
    own = np.maximum(0.0, np.where(several, around, 0.0).sum(axis=0))
    freedom = np.where(several, claims - 1, 0.0).sum(axis=0)
    everybody = float(freedom.sum())
    usual = float(own.sum()) / everybody if everybody else 0.01
    spreads: Floats = (own + _SPREAD_WEIGHT * usual) / (freedom + _SPREAD_WEIGHT)
    return np.maximum(spreads, _SPREAD_MIN**2)


def _measurement(one: Scanned, cell: Decisions) -> Measurement:
    look = one.look
    priced = total_of(cell.weeks, cell.priced, 0, look.weeks)
    allowed = total_of(cell.weeks, cell.allowed_cents, 0, look.weeks)
    value = rounded_quotient(allowed, priced)
    usual = round(value * exp(-one.effect))
    return Measurement(
        scanned=one,
        unit="cents",
        baseline_value=usual,
        current_value=value,
        baseline_claims=round(look.trials_before),
        current_claims=priced,
        events=priced,
        effect_bps=round(10_000 * abs(exp(one.effect) - 1)),
        worse=one.effect < 0,
        at_risk_cents=max(0, round(allowed * (exp(-one.effect) - 1))),
    )
