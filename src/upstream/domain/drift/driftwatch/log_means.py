"""Days to decision and allowed amounts: two means of logarithms, so that no outlier decides."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log1p

from upstream.domain.drift.comparison import Measurement
from upstream.domain.drift.detection import Block
from upstream.domain.drift.dispersion import Week
from upstream.domain.drift.driftwatch.sides import Side, Sides
from upstream.domain.drift.inference import rounded_quotient
from upstream.domain.drift.settings import Settings

DAYS_SPREAD_MIN, AMOUNT_SPREAD_MIN = 0.05, 0.005
"""Standard deviations assumed at least: a payer that never varies would make any cent certain."""


@dataclass(frozen=True, slots=True)
class _Logs:
    """One week's claims of the kind: how many, the sum of their logarithms, and of the squares."""

    claims: int
    total: float
    squares: float


def days_to_decision(sides: Sides, settings: Settings) -> Measurement | None:
    """Mean of ln(1 + days) of the claims decided in each window; None where there are too few.

    The values are plain means, in hundredths of a day. Money at risk: by Little's law, a delay of
    so many days keeps so many days' income outstanding.
    """
    compared = _compare(sides, settings, _days_logs, DAYS_SPREAD_MIN)
    if compared is None:
        return None
    now, before = sides.current, sides.baseline
    values = _mean_hundredth_days(before), _mean_hundredth_days(now)
    delay = max(0, values[1] - values[0]) / 100
    return Measurement(
        kind="days_to_decision",
        key=sides.cell.key,
        unit="hundredth_days",
        baseline_value=values[0],
        current_value=values[1],
        baseline=before.sample(before.claims),
        current=now.sample(now.claims),
        events=now.claims + before.claims,
        effect=compared.effect,
        effect_bps=_relative_bps(*values),
        worse=values[1] > values[0],
        at_risk_cents=round(delay * now.allowed_cents / now.window.days),
        stock=True,
        baseline_weeks=compared.baseline_weeks,
        current_weeks=compared.current_weeks,
    )


def allowed_amount(sides: Sides, settings: Settings) -> Measurement | None:
    """Mean of ln(allowed / price of the same code) of the paid claims: another mix of procedures
    is not another fee. None where there are too few.

    The values are what the current window's claims were allowed on average, and what the baseline
    would have allowed for the same claims, in cents. Money at risk: their difference, summed.
    """
    compared = _compare(sides, settings, _amount_logs, AMOUNT_SPREAD_MIN)
    if compared is None:
        return None
    now, before = sides.current, sides.baseline
    values = (
        rounded_quotient(now.expected_cents, now.priced),
        rounded_quotient(now.allowed_cents, now.priced),
    )
    return Measurement(
        kind="allowed_amount",
        key=sides.cell.key,
        unit="cents",
        baseline_value=values[0],
        current_value=values[1],
        baseline=before.sample(before.priced),
        current=now.sample(now.priced),
        events=now.priced + before.priced,
        effect=compared.effect,
        effect_bps=_relative_bps(*values),
        worse=values[1] < values[0],
        at_risk_cents=max(0, now.expected_cents - now.allowed_cents),
        stock=False,
        baseline_weeks=compared.baseline_weeks,
        current_weeks=compared.current_weeks,
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    effect: float
    baseline_weeks: tuple[Week, ...]
    current_weeks: tuple[Week, ...]


def _compare(
    sides: Sides, settings: Settings, logs_of: Callable[[Block], _Logs], spread_min: float
) -> _Compared | None:
    now, before = _logs(sides.current, logs_of), _logs(sides.baseline, logs_of)
    claims_now = sum(week.claims for week in now)
    claims_before = sum(week.claims for week in before)
    if min(claims_now, claims_before) < settings.volume_min:
        return None
    if len(before) < settings.baseline_weeks_min:
        return None
    level = sum(week.total for week in before) / claims_before
    variance = max(spread_min**2, _variance_within(now + before))

    def weeks(side: list[_Logs]) -> tuple[Week, ...]:
        return tuple(
            Week(week.claims / variance, week.total / week.claims - level) for week in side
        )

    effect = sum(week.total for week in now) / claims_now - level
    return _Compared(effect, weeks(before), weeks(now))


def _logs(side: Side, logs_of: Callable[[Block], _Logs]) -> list[_Logs]:
    return [logs for logs in map(logs_of, side.blocks) if logs.claims]


def _variance_within(weeks: list[_Logs]) -> float:
    """Of single claims around their own week's mean."""
    squares = sum(week.squares - week.total**2 / week.claims for week in weeks)
    freedom = sum(week.claims - 1 for week in weeks)
    return max(0.0, squares) / max(1, freedom)


def _days_logs(block: Block) -> _Logs:
    pairs = [(log1p(days), n) for days, n in zip(block.days, block.days_claims, strict=True)]
    total = sum(log * claims for log, claims in pairs)
    return _Logs(block.claims, total, sum(log * log * claims for log, claims in pairs))


def _amount_logs(block: Block) -> _Logs:
    return _Logs(block.priced, block.log_ratio_micro / 1e6, block.log_ratio_squares / 1e12)


def _mean_hundredth_days(side: Side) -> int:
    return rounded_quotient(100 * side.days, side.claims)


def _relative_bps(before: int, now: int) -> int:
    return rounded_quotient(10_000 * abs(now - before), max(1, before))
