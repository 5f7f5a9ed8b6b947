"""The list of alerts, the worst first, at any moment."""

from collections.abc import Iterable
from typing import Annotated, Final, Literal, get_args
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.pages.alerts.alert_figures import STATES, VERDICTS
from upstream.api.pages.alerts.alerts_view import AlertRow as RowShown
from upstream.api.pages.alerts.alerts_view import AlertsPage
from upstream.api.pages.dashboard.recovery_tiles import recovery_tiles
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.asked_on_pages import PlaceInListUnreadable
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Filter, Option
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.signals import title_of
from upstream.api.pages.frame.travel import Text, TravelGiven, looking
from upstream.api.pages.frame.visits import VisitGiven
from upstream.api.pages.rendering import address
from upstream.domain.drift.severity import LABELS, SeverityLabel
from upstream.projections.alerts.list_alerts import (
    NEEDS,
    AlertFilter,
    AlertPage,
    AlertRow,
    list_alerts,
)
from upstream.projections.judgments.recoveries import recoveries
from upstream.projections.view import View

ROWS: Final = 50
Status = Literal["active", "open", "acknowledged", "resolved"]
_STATES: Final = {"active": "Active", **STATES}
_ANY: Final = "any"


class AlertsForm(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the list; without any, what is active."""

    status: Annotated[Status | Literal["any"], QueryParameter()] = "active"
    severity: Annotated[SeverityLabel | Literal["any"], QueryParameter()] = "any"


@get(
    "/alerts",
    opt=allowed("alerts:read"),
    dependencies={"form": Provide(AlertsForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def alerts_page(
    visit: VisitGiven,
    travel: TravelGiven,
    form: NamedDependency[SkipValidation[AlertsForm]],
    after: Text = None,
) -> Shown:
    kept = {"status": form.status, "severity": form.severity}
    with looking(visit, travel, NEEDS, path=visit.path("alerts"), kept=kept) as (view, moment):
        page = _alerts(view, moment, form, after)
    return at_moment(visit, travel, moment, Sheet("alerts", "Alerts", "alerts", page))


def _alerts(view: View, moment: MomentShown, form: AlertsForm, after: str | None) -> AlertsPage:
    wanted = AlertFilter(
        status=None if form.status == "any" else form.status,
        severity_label=None if form.severity == "any" else form.severity,
    )
    found = list_alerts(view, wanted, limit=ROWS, after=_place(after))
    return AlertsPage(
        tiles=recovery_tiles(recoveries(view, time_zone=moment.zone)),
        filters=_filters(form),
        alerts=tuple(_row(alert, moment) for alert in found.items),
        rules_href=moment.path.removesuffix("alerts") + "alert-rules",
        recoveries_href=address(
            moment.path.removesuffix("alerts") + "recoveries", {"as_of": moment.as_of}
        ),
        next_href=_next(found, moment),
    )


def _row(alert: AlertRow, moment: MomentShown) -> RowShown:
    return RowShown(
        title=title_of(alert),
        explanation=alert.explanation,
        href=address(f"{moment.path}/{alert.id}", {"as_of": moment.as_of}),
        severity_label=alert.severity_label,
        state_said=STATES[alert.status],
        verdict_said=VERDICTS[alert.verdict] if alert.verdict else None,
        occurrences=alert.occurrences,
        dollars_at_risk=cents(alert.dollars_at_risk),
        last_seen_at=alert.last_seen_at,
    )


def _filters(form: AlertsForm) -> tuple[Filter, ...]:
    states = [(status, _STATES[status]) for status in get_args(Status)]
    severities = [(label, label.capitalize()) for label in reversed(LABELS)]
    return (
        Filter(name="status", label="State", choices=_choices(states, form.status)),
        Filter(name="severity", label="Severity", choices=_choices(severities, form.severity)),
    )


def _choices(known: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(value=value, label=label, chosen=value == chosen)
        for value, label in [*known, (_ANY, "Any")]
    )


def _next(found: AlertPage, moment: MomentShown) -> str | None:
    if found.next is None:
        return None
    severity, alert_id = found.next
    here = {"as_of": moment.as_of, **moment.kept, "after": f"{severity}.{alert_id}"}
    return address(moment.path, here)


def _place(after: str | None) -> tuple[int, str] | None:
    if not after:
        return None
    severity, _, alert_id = after.partition(".")
    try:
        return int(severity), str(UUID(alert_id))
    except ValueError:
        raise PlaceInListUnreadable("Begin the list from its first page.") from None
