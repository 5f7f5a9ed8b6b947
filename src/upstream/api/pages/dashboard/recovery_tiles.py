"""What judgments brought: money recovered, how fast alerts are judged, how often they are right."""

from upstream.api.charts import wording
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.tiles import Tile
from upstream.projections.judgments.precision import RulePrecision
from upstream.projections.judgments.recoveries import Recovered, Recoveries


def recovery_tiles(known: Recoveries) -> tuple[Tile, ...]:
    hours = known.hours_to_judgment_median
    return (
        _recovered("month", "Recovered this month", known.this_month),
        _recovered("days", "Recovered in 30 days", known.last_30_days),
        Tile(
            key="hours",
            name="Time to judgment",
            value=wording.MISSING if hours is None else f"{hours:,.1f} h",
            definition="Half of the judged alerts had their first judgment within this time.",
        ),
        _precision(known.rules),
    )


def _recovered(key: str, name: str, recovered: Recovered) -> Tile:
    amount = cents(recovered.amount)
    times = "judgment" if recovered.count == 1 else "judgments"
    return Tile(
        key=f"recovered-{key}",
        name=name,
        value=wording.money_compact(amount),
        definition="Amounts that operators recorded with their judgments, by day of recovery.",
        exact=wording.money(amount),
        note=f"{wording.count(recovered.count)} {times} with an amount",
    )


def _precision(rules: list[RulePrecision]) -> Tile:
    """Over all rules together: they are judged alike."""
    real, noise = sum(rule.real for rule in rules), sum(rule.noise for rule in rules)
    judged = sum(rule.judged for rule in rules)
    return Tile(
        key="precision",
        name="Judged real",
        value=wording.percent(real / (real + noise) if real + noise else None, 0),
        definition="Alerts called real, as a share of those called real or noise.",
        note=f"{wording.count(judged)} judged",
    )
