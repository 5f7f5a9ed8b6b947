"""What a payer allows for the same procedures: logarithms, so that no outlier decides."""

from collections.abc import Mapping, Sequence
from math import exp

from upstream.domain.drift.counts import Decisions
from upstream.domain.drift.detection import Key
from upstream.domain.drift.driftwatch.denial_rate import claims_before
from upstream.domain.drift.inference import rounded_quotient
from upstream.domain.drift.judging import Measurement
from upstream.domain.drift.market import WeekMoves, weekly_moves
from upstream.domain.drift.scanning import Scanned, scanned
from upstream.domain.drift.series import Series
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import by_week, total_of

_MICRO = 1e-6
_SPREAD_MIN = 0.005
"""Standard deviation assumed at least: a payer that never varies would make any cent certain."""

_SPREAD_WEIGHT = 10
"""Claims that everybody's spread weighs beside a cell's own."""


def allowed_amounts(decisions: Sequence[Decisions], settings: Settings) -> list[Measurement]:
    """Mean of ln(allowed / price of the same code) of the paid claims: another mix of procedures
    is not another fee.

    The values are what the window's claims were allowed on average, and what the baseline would
    have allowed for the same claims, in cents. Money at risk: their difference, summed.
    """
    spreads = _spreads(decisions)
    means = [_weekly_means(one, settings.weeks) for one in decisions]
    market = weekly_moves(means, spreads, settings.weeks)
    found = scanned(
        [
            _series(one, own, spread, market)
            for one, own, spread in zip(decisions, means, spreads, strict=True)
        ],
        settings,
        settings.of("allowed_amount"),
    )
    by_key = {(one.payer, one.cpt_group or None): one for one in decisions}
    return [_measurement(one, by_key, settings) for one in found]


def _series(
    cell: Decisions, means: Sequence[tuple[float, float]], spread: float, market: WeekMoves
) -> Series:
    """Without what all payers changed in each week: who decides nothing over the holidays has
    more of the new year in a window than others. Weeks weigh by how well they are known.
    """
    weights = [
        1 / (spread / claims + variance) if claims else 0.0
        for (_, claims), variance in zip(means, market.variances, strict=True)
    ]
    return Series(
        kind="allowed_amount",
        key=Key(cell.payer, cell.cpt_group),
        peers=cell.cpt_group,
        observed=[
            (mean - move) * weight
            for (mean, _), move, weight in zip(means, market.moves, weights, strict=True)
        ],
        expected=weights,
        squares=[0.0] * len(weights),
        trials=[claims for _, claims in means],
        is_mean=True,
        doubts=by_week(
            cell.weeks,
            cell.price_doubt_micro,
            length=len(weights),
            within=range(len(weights)),
            scale=_MICRO * spread,
        ),
    )


def _weekly_means(cell: Decisions, weeks: int) -> list[tuple[float, float]]:
    """By week: the mean of the logarithms, and how many claims it is the mean of."""
    claims = by_week(cell.weeks, cell.priced, length=weeks, within=range(weeks))
    totals = by_week(
        cell.weeks, cell.log_ratio_micro, length=weeks, within=range(weeks), scale=_MICRO
    )
    return [(total / n if n else 0.0, n) for total, n in zip(totals, claims, strict=True)]


def _spreads(decisions: Sequence[Decisions]) -> list[float]:
    """Variance of single claims around their own week's mean, per cell."""
    own = [_within_weeks(cell) for cell in decisions]
    freedom = sum(weight for _, weight in own)
    usual = sum(squares for squares, _ in own) / freedom if freedom else 0.01
    return [
        max(_SPREAD_MIN**2, (squares + _SPREAD_WEIGHT * usual) / (weight + _SPREAD_WEIGHT))
        for squares, weight in own
    ]


def _within_weeks(cell: Decisions) -> tuple[float, int]:
    squares, freedom = 0.0, 0
    columns = (cell.priced, cell.log_ratio_micro, cell.log_ratio_squares)
    for claims, total, of_squares in zip(*columns, strict=True):
        if claims > 1:
            squares += (of_squares - total * total / claims) * 1e-12
            freedom += claims - 1
    return max(0.0, squares), freedom


def _measurement(
    one: Scanned, cells: Mapping[tuple[str, str | None], Decisions], settings: Settings
) -> Measurement:
    key, look = one.series.key, one.look
    cell = cells[key.payer, key.cpt_group]
    priced = total_of(cell.weeks, cell.priced, 0, look.weeks)
    allowed = total_of(cell.weeks, cell.allowed_cents, 0, look.weeks)
    value = rounded_quotient(allowed, priced)
    usual = round(value * exp(-one.effect))
    return Measurement(
        scanned=one,
        unit="cents",
        baseline_value=usual,
        current_value=value,
        baseline_claims=claims_before(one, settings),
        current_claims=priced,
        events=priced,
        effect_bps=round(10_000 * abs(exp(one.effect) - 1)),
        worse=one.effect < 0,
        at_risk_cents=max(0, round(allowed * (exp(-one.effect) - 1))),
    )
