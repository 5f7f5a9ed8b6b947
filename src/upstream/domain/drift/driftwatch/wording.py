"""A drift in one sentence, with its numbers."""

from typing import assert_never

from upstream.domain.drift.comparison import Measurement
from upstream.domain.drift.detection import Unit


def explanation(measurement: Measurement, *, p_value: str, tests: int) -> str:
    """For a person: what changed, from what to what, on how many claims, how likely by chance."""
    cell = " ".join(filter(None, (measurement.key.payer, measurement.key.cpt_group)))
    current, baseline = measurement.current, measurement.baseline
    days = (current.to_on - current.from_on).days, (baseline.to_on - baseline.from_on).days
    return (
        f"{cell}: {_what(measurement)} {shown(measurement.unit, measurement.baseline_value)} in"
        f" the {days[1]} days before ({baseline.claims:,} claims) to"
        f" {shown(measurement.unit, measurement.current_value)} in the {days[0]} days to"
        f" {current.to_on.isoformat()} ({current.claims:,} claims); chance and the usual swing"
        f" between weeks would do as much once in {_odds(p_value)} cells, and {tests:,} were"
        f" tested{_money(measurement)}."
    )


def shown(unit: Unit, value: int) -> str:
    match unit:
        case "basis_points":
            return f"{value / 100:.1f} %"
        case "hundredth_days":
            return f"{value / 100:.1f} days"
        case "cents":
            return dollars(value)
        case _:
            assert_never(unit)


def dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02d}"


def _what(measurement: Measurement) -> str:
    rose = measurement.current_value > measurement.baseline_value
    verb = "rose" if rose else "fell"
    match measurement.kind:
        case "denial_rate":
            return f"the denial rate {verb} from"
        case "days_to_decision":
            return f"the time to a decision {verb} from"
        case "allowed_amount":
            return f"the amount allowed for the same procedures {verb} from"
        case other:
            return f"{other.replace('_', ' ')} {verb} from"


def _odds(p_value: str) -> str:
    once_in = 1 / max(float(p_value), 1e-12)
    return f"{once_in:,.0f}" if once_in < 1e9 else "more than a billion"


def _money(measurement: Measurement) -> str:
    if not measurement.at_risk_cents:
        return ""
    amount = f"about ${round(measurement.at_risk_cents / 100):,}"
    return f"; {amount} came later" if measurement.stock else f"; {amount} at risk in that window"
