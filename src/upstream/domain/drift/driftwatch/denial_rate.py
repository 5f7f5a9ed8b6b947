"""Which share of the decided claims a cell had denied, standardised by procedure code."""

from collections.abc import Mapping, Sequence
from math import exp

from upstream.domain.drift.counts import Decisions
from upstream.domain.drift.detection import Key
from upstream.domain.drift.judging import Measurement
from upstream.domain.drift.rhythms import PayerTime
from upstream.domain.drift.scanning import Scanned, scanned
from upstream.domain.drift.series import Series
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import by_week, total_of

_MICRO = 1e-6


def denial_rates(
    decisions: Sequence[Decisions], times: Mapping[str, PayerTime], settings: Settings
) -> list[Measurement]:
    """Denials against those that the same mix of codes had before.

    The baseline value is what the payer's own habits, this window's mix of codes and what all
    payers do together would have given; money at risk is the share denied beyond that, of what all
    decided claims would have brought in.
    """
    found = scanned(
        [_series(one, _sound(times, one.payer, settings), settings.weeks) for one in decisions],
        settings,
        settings.of("denial_rate"),
    )
    by_key = {(one.payer, one.cpt_group or None): one for one in decisions}
    return [_measurement(one, by_key, settings) for one in found]


def _series(cell: Decisions, sound: range, weeks: int) -> Series:
    def of(values: Sequence[int], scale: float = 1.0) -> list[float]:
        return by_week(cell.weeks, values, length=weeks, within=sound, scale=scale)

    return Series(
        kind="denial_rate",
        key=Key(cell.payer, cell.cpt_group),
        peers=cell.cpt_group,
        observed=of(cell.denied),
        expected=of(cell.risk_micro, _MICRO),
        squares=of(cell.risk_squares, _MICRO),
        trials=of(cell.claims),
        doubts=of(cell.risk_doubt_micro, _MICRO),
    )


def _sound(times: Mapping[str, PayerTime], payer: str, settings: Settings) -> range:
    time = times.get(payer)
    return time.sound if time else range(settings.weeks)


def _measurement(
    one: Scanned, cells: Mapping[tuple[str, str | None], Decisions], settings: Settings
) -> Measurement:
    key, look = one.series.key, one.look
    cell = cells[key.payer, key.cpt_group]
    usual = with_market(look.expected / look.trials, one.market)
    rate = look.observed / look.trials
    exposed = total_of(cell.weeks, cell.exposed_cents, 0, look.weeks)
    return Measurement(
        scanned=one,
        unit="basis_points",
        baseline_value=round(10_000 * usual),
        current_value=round(10_000 * rate),
        baseline_claims=claims_before(one, settings),
        current_claims=round(look.trials),
        events=max(look.observed, look.expected),
        effect_bps=round(10_000 * abs(rate - usual)),
        worse=rate > usual,
        at_risk_cents=round(max(0.0, rate - usual) * exposed),
    )


def claims_before(one: Scanned, settings: Settings) -> int:
    """In the baseline of the window that speaks loudest."""
    weeks = one.look.weeks
    return round(sum(one.series.trials[weeks : weeks + settings.baseline_weeks]))


def with_market(rate: float, market: float) -> float:
    """A rate moved by so much on the logit scale."""
    rate = min(max(rate, 1e-6), 1 - 1e-6)
    odds = rate / (1 - rate) * exp(market)
    return odds / (1 + odds)
