"""The chart of an alert's cell: both windows, week by week, as the run knew them."""

from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup

from upstream.api.charts import wording
from upstream.api.charts.cell import Levels, Week, cell_chart
from upstream.api.pages.frame.amounts import cents
from upstream.domain.units import Cents
from upstream.projections.drift.cell_history import CellHistory, Unit
from upstream.projections.drift.documents import Finding, Value

_SAID: Final[Mapping[Unit, Callable[[float], str]]] = {
    "share": wording.percent,
    "days": lambda value: wording.days(round(value, 1)),
    "dollars": lambda value: wording.money(Cents(round(value * 100))),
}


def chart_of(history: CellHistory, finding: Finding, title: str) -> Markup:
    weeks = [
        Week(begins=week.begins, claims=week.claims, value=week.value, window=week.window)
        for week in history.weeks
    ]
    levels = Levels(
        baseline=_plain(finding.baseline_value),
        current=_plain(finding.current_value),
        said=_SAID[history.unit],
        floor=0.05 if history.unit == "share" else 1,
    )
    return cell_chart(weeks, title, levels)


def _plain(value: Value) -> float:
    """Money is text in documents; in a chart it is dollars."""
    return cents(value) / 100 if isinstance(value, str) else value
