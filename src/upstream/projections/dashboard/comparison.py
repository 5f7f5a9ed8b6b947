"""What changed on the dashboard between two moments, and the commits that changed it?"""

import msgspec

from upstream.domain.units import CustomerId
from upstream.projections.audit.timeline import CommitLine, commits_between
from upstream.projections.dashboard.dashboard import NEEDS, Dashboard, dashboard
from upstream.projections.moments import Moment
from upstream.projections.view import Views

_FIGURES = (
    "claims_total",
    "denial_rate",
    "days_to_decision_median",
    "billed_total",
    "allowed_total",
    "denied_total",
)


class FigureChange(msgspec.Struct, frozen=True, kw_only=True):
    """One figure at both moments, in its own unit."""

    figure: str
    before: str | float | int | None
    after: str | float | int | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """`before` is the earlier moment. `commits` are those recorded in between, newest first."""

    before: Dashboard
    after: Dashboard
    changes: list[FigureChange]
    commits: list[CommitLine]


def compare(
    views: Views, customer_id: CustomerId, *, as_of: Moment | None, compare_to: Moment
) -> Comparison:
    """The two documents, ordered by position, their differing figures and what lies between."""
    with views.at(customer_id, needs=NEEDS, as_of=compare_to) as view:
        one = dashboard(view)
    with views.at(customer_id, needs=NEEDS, as_of=as_of) as view:
        other = dashboard(view)
        before, after = sorted((one, other), key=lambda document: document.position)
        between = commits_between(view, before.position, after.position)
    return Comparison(before=before, after=after, changes=_changes(before, after), commits=between)


def _changes(before: Dashboard, after: Dashboard) -> list[FigureChange]:
    return [
        FigureChange(figure=name, before=getattr(before, name), after=getattr(after, name))
        for name in _FIGURES
        if getattr(before, name) != getattr(after, name)
    ]
