"""How long a cell's claims wait for a decision, those that still wait counted in."""

from collections.abc import Mapping, Sequence
from math import exp

from upstream.domain.drift.counts import Decisions
from upstream.domain.drift.detection import Key
from upstream.domain.drift.inference import rounded_quotient
from upstream.domain.drift.judging import Measurement
from upstream.domain.drift.life_table import Answers, mean_days
from upstream.domain.drift.rhythms import PayerTime
from upstream.domain.drift.scanning import Scanned, scanned
from upstream.domain.drift.series import Series
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import total_of


def days_to_decision(
    times: Mapping[str, PayerTime], decisions: Sequence[Decisions], settings: Settings
) -> list[Measurement]:
    """Decisions against those that claims of these ages usually get in a week.

    The values are mean days from submission to decision, modelled from the shares decided at each
    age. Money at risk: by Little's law, a delay of so many days keeps so many days' income
    outstanding; what is denied brings none.
    """
    cells = {
        (payer, group): cell
        for payer, time in times.items()
        if time.watches
        for group, cell in time.cells.items()
    }
    found = scanned(
        [_series(*place, cells[place].answers) for place in sorted(cells)],
        settings,
        settings.of("days_to_decision"),
    )
    paid = {(one.payer, one.cpt_group): one for one in decisions}
    return [
        measurement_of_time(
            one,
            cells[one.series.key.payer, one.series.key.cpt_group or ""].usual,
            [cell]
            if (cell := paid.get((one.series.key.payer, one.series.key.cpt_group or "")))
            else [],
            settings,
        )
        for one in found
    ]


def _series(payer: str, group: str, counted: Answers) -> Series:
    return Series(
        kind="days_to_decision",
        key=Key(payer, group),
        peers=group,
        observed=counted.observed,
        expected=counted.expected,
        squares=counted.squares,
        trials=counted.trials,
    )


def measurement_of_time(
    one: Scanned, usual: Sequence[float], cells: Sequence[Decisions], settings: Settings
) -> Measurement:
    """Of one cell, or of a payer with all its cells."""
    look = one.look
    large = settings.of(one.series.kind).slab_micro[1] / 1e6
    shrunk = one.effect * large**2 / (large**2 + one.variance)
    before = mean_days(usual, look.level)
    now = mean_days(usual, look.level * exp(shrunk))
    allowed = sum(total_of(cell.weeks, cell.allowed_cents, 0, look.weeks) for cell in cells)
    weeks = slice(look.weeks, look.weeks + settings.baseline_weeks)
    values = round(100 * before), round(100 * now)
    return Measurement(
        scanned=one,
        unit="hundredth_days",
        baseline_value=values[0],
        current_value=values[1],
        baseline_claims=round(sum(one.series.observed[weeks])),
        current_claims=round(look.observed),
        events=max(look.observed, look.expected),
        effect_bps=rounded_quotient(10_000 * abs(values[1] - values[0]), max(1, values[0])),
        worse=now > before,
        at_risk_cents=round(max(0.0, now - before) * allowed / look.current_days),
        stock=True,
    )
