"""Are forecasts better than saying "as last month" or "as last year", and as sure as they say?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import rich_click as click

from upstream.application.seed.labelled import SimulatedClaim, World, simulated_claims, world
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.domain.figures.rates import Tally
from upstream.domain.forecast.history import NONE, Cell, History, last_month, last_year
from upstream.domain.forecast.judging import Skill, Trial, outlook, skill_of
from upstream.domain.forecast.months import last_day, month_of
from upstream.domain.forecast.rolling import JUDGED_MIN

_DAYS: Final = 714
"""A year before the labelled one, so that there is a last year to compare with."""

_DAY: Final = 20
"""Of the month, on which every forecast is made."""

_SHOWN_MONTHS: Final = 6
"""Of the end of each year: what would have been shown then is held against what came."""


@click.command("forecast")
@click.option("--seeds", default="101-108", show_default=True, help="Simulated years.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, seeds: str, as_json: bool) -> None:
    """Every month of simulated years forecast from the month before, with drifts and without.

    Yardsticks are the two naive forecasts over the same months, and for an interval the share it
    promises. "Shown" are only the forecasts that a customer would have been told.
    """
    machine = this_machine()
    figures: list[Figure] = []
    claims_total = 0
    for name, drifts in (("with drifts", True), ("without drifts", False)):
        every: list[Trial] = []
        shown: list[Trial] = []
        for seed in _numbers(seeds):
            year = world(seed, drifts=drifts, days=_DAYS)
            claims = list(simulated_claims(year))
            claims_total += len(claims)
            history = _history(year, claims)
            every += _trials(history, range(history.first + 3, history.month - 1), shown_only=False)
            last = range(history.month - 1 - _SHOWN_MONTHS, history.month - 1)
            shown += _trials(history, last, shown_only=True)
            click.echo(f"{seed} {name}: {len(claims):,} claims", err=True)
        figures += _figures(f"every cell, {name}", skill_of(every, weighted=True))
        figures += _figures(f"shown, {name}", skill_of(shown, weighted=True))
    tell(measured("forecast", claims_total, machine, figures), as_json=as_json)


def _numbers(text: str) -> list[int]:
    """`1-3,7` are 1, 2, 3 and 7."""
    found: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _history(year: World, claims: Iterable[SimulatedClaim]) -> History:
    """Up to the last whole month; first decisions, as the read model counts them."""
    begins_on = year.sheet.begins_on
    days = [begins_on + timedelta(days=day) for day in range(_DAYS)]
    whole: defaultdict[tuple[str, str], defaultdict[int, Tally]] = defaultdict(_months)
    part: defaultdict[tuple[str, str], defaultdict[int, Tally]] = defaultdict(_months)
    for claim in claims:
        if claim.decided >= _DAYS or claim.outcome == "OTHER":
            continue
        on, cell = days[claim.decided], (claim.payer, claim.cpt_group)
        denied = claim.outcome == "DENIED"
        _add(whole[cell], on, denied=denied)
        if on.day <= _DAY:
            _add(part[cell], on, denied=denied)
    month = month_of(days[-1])
    if days[-1] != last_day(month):
        month -= 1
    cells = [Cell(*key, whole[key], part[key]) for key in sorted(whole)]
    return History(cells, month_of(begins_on) + 1, month, _DAY)


def _months() -> defaultdict[int, Tally]:
    return defaultdict(lambda: NONE)


def _add(months: defaultdict[int, Tally], on: date, *, denied: bool) -> None:
    before = months[month_of(on)]
    months[month_of(on)] = Tally(before.claims + 1, before.denied + denied)


def _trials(history: History, months: Sequence[int], *, shown_only: bool) -> list[Trial]:
    """What was said from each of these months about the one after it, and what came."""
    found = []
    for month in months:
        then = outlook(history._replace(month=month))
        for judged in then.cells if then else []:
            came = judged.cell.whole.get(month + 1, NONE)
            naive = last_month(judged.cell, month, _DAY)
            if came.claims < JUDGED_MIN or came.rate is None or naive is None:
                continue
            if shown_only and judged.why_not is not None:
                continue
            year = last_year(judged.cell, month)
            found.append(Trial(judged.forecast, came.rate, came.claims, naive, year))
    return found


def _figures(name: str, skill: Skill) -> list[Figure]:
    pairs = (
        ("mean error", "points", skill.error, '"as last month"', skill.error_last_month),
        (
            "mean error, months with a year before",
            "points",
            skill.error_beside_last_year,
            '"as last year"',
            skill.error_last_year,
        ),
        ("share within the 80 % interval", "%", skill.covered80, "promised", 0.80),
        ("share within the 95 % interval", "%", skill.covered95, "promised", 0.95),
    )
    return [
        Figure(
            name=f"{name}, {skill.origins} months: {what}",
            value=round(100 * value, 2),
            unit=unit,
            yardstick=yardstick,
            yardstick_value=round(100 * beside, 2),
            ratio=round(value / beside, 3),
        )
        for what, unit, value, yardstick, beside in pairs
        if value is not None and beside
    ]
