"""Which share of the decided claims a cell had denied, standardised by procedure code."""

from collections.abc import Mapping, Sequence
from math import exp

from upstream.domain.drift.counts import Decisions
from upstream.domain.drift.detection import Key
from upstream.domain.drift.judging import Measured, Measurement
from upstream.domain.drift.panel import Panel
from upstream.domain.drift.rhythms import PayerTime, sound_weeks
from upstream.domain.drift.scan import Scanned
from upstream.domain.drift.scanning import scanned
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import Floats, Weekly, total_of

_MICRO = 1e-6


def denial_rates(
    decisions: Sequence[Decisions], times: Mapping[str, PayerTime], settings: Settings
) -> Measured:
    """Denials against those that the same mix of codes had before.

    The baseline value is what the payer's own habits, this window's mix of codes and what all
    payers do together would have given; money at risk is the share denied beyond that, of what all
    decided claims would have brought in.
    """
    panel = _panel(decisions, times, settings.weeks)
    found = scanned(panel, settings, settings.of("denial_rate"))
    measured = [_measurement(one, decisions[one.place]) for one in found.loud]
    return Measured(measured, found.quiet)


def _panel(decisions: Sequence[Decisions], times: Mapping[str, PayerTime], weeks: int) -> Panel:
    weekly = Weekly([one.weeks for one in decisions], weeks)
    sound = sound_weeks(
        [one.payer for one in decisions],
        {payer: time.sound for payer, time in times.items()},
        weeks,
    )

    def of(values: Sequence[Sequence[int]], scale: float = 1.0) -> Floats:
        return weekly.of(values) * scale * sound

    return Panel(
        kind="denial_rate",
        keys=[Key(one.payer, one.cpt_group) for one in decisions],
        peers=[one.cpt_group for one in decisions],
        observed=of([one.denied for one in decisions]),
        expected=of([one.risk_micro for one in decisions], _MICRO),
        squares=of([one.risk_squares for one in decisions], _MICRO),
        trials=of([one.claims for one in decisions]),
        doubts=of([one.risk_doubt_micro for one in decisions], _MICRO),
    )


def _measurement(one: Scanned, cell: Decisions) -> Measurement:
    look = one.look
    usual = with_market(look.expected / look.trials, one.market)
    rate = look.observed / look.trials
    exposed = total_of(cell.weeks, cell.exposed_cents, 0, look.weeks)
    return Measurement(
        scanned=one,
        unit="basis_points",
        baseline_value=round(10_000 * usual),
        current_value=round(10_000 * rate),
        baseline_claims=round(look.trials_before),
        current_claims=round(look.trials),
        events=max(look.observed, look.expected),
        effect_bps=round(10_000 * abs(rate - usual)),
        worse=rate > usual,
        at_risk_cents=round(max(0.0, rate - usual) * exposed),
    )


def with_market(rate: float, market: float) -> float:
    """A rate moved by so much on the logit scale."""
    rate = min(max(rate, 1e-6), 1 - 1e-6)
    odds = rate / (1 - rate) * exp(market)
    return odds / (1 + odds)
