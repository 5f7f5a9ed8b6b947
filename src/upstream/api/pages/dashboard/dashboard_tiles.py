"""The dashboard document's key figures as tiles, and as rows of a comparison."""

from collections.abc import Mapping

from upstream.api.charts import wording
from upstream.api.charts.sparkline import sparkline
from upstream.api.charts.wording import MINUS
from upstream.api.pages.dashboard.dashboard_view import FigureRow
from upstream.api.pages.dashboard.key_figures import FIGURES, Figure
from upstream.api.pages.frame.known import Known
from upstream.api.pages.frame.tiles import Change, Direction, Tile


def tiles_of(now: Known, compared: Known | None, hrefs: Mapping[str, str]) -> tuple[Tile, ...]:
    """`hrefs`: where a figure leads, by its key."""
    return tuple(_tile(figure, now, compared, hrefs.get(figure.key)) for figure in FIGURES)


def rows_of(before: Known, after: Known) -> tuple[FigureRow, ...]:
    """Only the figures that differ."""
    return tuple(
        FigureRow(
            name=figure.name,
            before=figure.exact(figure.take(before)),
            after=figure.exact(figure.take(after)),
            change=_change(figure, before, after),
        )
        for figure in FIGURES
        if figure.take(before) != figure.take(after)
    )


def _tile(figure: Figure, now: Known, compared: Known | None, href: str | None) -> Tile:
    amount = figure.take(now)
    short, exact = figure.short(amount), figure.exact(amount)
    return Tile(
        key=figure.key,
        name=figure.name,
        value=short,
        definition=figure.definition,
        exact=None if short == exact else exact,
        note=_note(figure.key, now),
        spark=sparkline(_past(figure.key, now)),
        change=None if compared is None else _change(figure, compared, now),
        href=href,
    )


def _note(key: str, now: Known) -> str | None:
    outcomes = now.document.claims_by_outcome
    if key == "claims" and outcomes.pending:
        return f"{wording.count(outcomes.pending)} undecided"
    if key == "denied":
        return f"{wording.count(outcomes.denied)} claim{'' if outcomes.denied == 1 else 's'}"
    if key == "quality" and now.quality_grade:
        return f"Grade {now.quality_grade}"
    if key == "alerts" and now.active_total:
        return ", ".join(f"{many} {label}" for label, many in now.active.items() if many)
    return None


def _past(key: str, now: Known) -> list[float | None]:
    """The last twelve months, for the figures that the document has by month."""
    months = now.document.trend[-12:]
    if key == "claims":
        return [month.claims for month in months]
    if key == "denial_rate":
        return [month.denial_rate for month in months]
    return []


def _change(figure: Figure, before: Known, after: Known) -> Change:
    was, now = figure.take(before), figure.take(after)
    if was is None or now is None:
        return Change(said="not comparable", direction="even")
    return Change(said=_signed(figure, now - was), direction=_direction(figure, now - was))


def _direction(figure: Figure, difference: float) -> Direction:
    if figure.more_is == "even" or difference == 0:
        return "even"
    return "worse" if difference > 0 else "better"


def _signed(figure: Figure, difference: float) -> str:
    if figure.key in {"denial_rate", "initial_denial_rate", "quality"}:
        return wording.points(difference)
    if difference == 0:
        return "no change"
    return ("+" if difference > 0 else MINUS) + figure.short(abs(difference))
