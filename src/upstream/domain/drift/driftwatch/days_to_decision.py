"""How long a cell's claims wait for a decision, those that still wait counted in."""

from collections.abc import Mapping, Sequence
from math import exp

from upstream.domain.drift.counts import Decisions
from upstream.domain.drift.detection import Key
from upstream.domain.drift.inference import rounded_quotient
from upstream.domain.drift.judging import Measured, Measurement
from upstream.domain.drift.life_table import mean_days
from upstream.domain.drift.panel import Panel, side_by_side
from upstream.domain.drift.rhythms import PayerTime
from upstream.domain.drift.scan import Scanned
from upstream.domain.drift.scanning import scanned
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import total_of


def days_to_decision(
    times: Mapping[str, PayerTime], decisions: Sequence[Decisions], settings: Settings
) -> Measured:
    """Decisions against those that claims of these ages usually get in a week.

    The values are mean days from submission to decision, modelled from the shares decided at each
    age. Money at risk: by Little's law, a delay of so many days keeps so many days' income
    outstanding; what is denied brings none.
    """
    watched = {payer: times[payer] for payer in sorted(times) if times[payer].watches}
    places = [
        (payer, place) for payer, time in watched.items() for place in range(len(time.groups))
    ]
    found = scanned(_panel(watched, settings.weeks), settings, settings.of("days_to_decision"))
    paid = {(one.payer, one.cpt_group): one for one in decisions}
    measured = []
    for one in found.loud:
        payer, place = places[one.place]
        time = watched[payer]
        cell = paid.get((payer, time.groups[place]))
        usual = time.usual_of_cells[:, place].tolist()
        measured.append(measurement_of_time(one, usual, [cell] if cell else [], settings))
    return Measured(measured, found.quiet)


def _panel(times: Mapping[str, PayerTime], weeks: int) -> Panel:
    keys = [Key(payer, group) for payer, time in times.items() for group in time.groups]
    return Panel(
        "days_to_decision",
        keys,
        [key.cpt_group or "" for key in keys],
        *side_by_side((time.answers for time in times.values()), weeks),
    )


def measurement_of_time(
    one: Scanned, usual: Sequence[float], cells: Sequence[Decisions], settings: Settings
) -> Measurement:
    """Of one cell, or of a payer with all its cells."""
    look = one.look
    large = settings.of(one.kind).slab_micro[1] / 1e6
    shrunk = one.effect * large**2 / (large**2 + one.variance)
    before = mean_days(usual, look.level)
    now = mean_days(usual, look.level * exp(shrunk))
    allowed = sum(total_of(cell.weeks, cell.allowed_cents, 0, look.weeks) for cell in cells)
    values = round(100 * before), round(100 * now)
    return Measurement(
        scanned=one,
        unit="hundredth_days",
        baseline_value=values[0],
        current_value=values[1],
        baseline_claims=round(look.observed_before),
        current_claims=round(look.observed),
        events=max(look.observed, look.expected),
        effect_bps=rounded_quotient(10_000 * abs(values[1] - values[0]), max(1, values[0])),
        worse=now > before,
        at_risk_cents=round(max(0.0, now - before) * allowed / look.current_days),
        stock=True,
    )
