"""What came of the alerts: money won back, how fast they are judged, how often they are right."""

from typing import Final

from litestar import get

from upstream.api.access import allowed
from upstream.api.charts import wording
from upstream.api.pages.alerts.recoveries_view import (
    LatestLine,
    PersonLine,
    RecoveriesPage,
    SeriesLine,
    SourceLine,
)
from upstream.api.pages.dashboard.recovery_tiles import recovery_tiles
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.projections.judgments.claim_recoveries import NEEDS as CLAIMS
from upstream.projections.judgments.claim_recoveries import ClaimRecoveries, claim_recoveries
from upstream.projections.judgments.precision import Series, Speed
from upstream.projections.judgments.recoveries import NEEDS as JUDGED
from upstream.projections.judgments.recoveries import Recoveries, recoveries
from upstream.projections.moments import AtPosition
from upstream.projections.worklist.today import today_at

NEEDS: Final = (*JUDGED, *CLAIMS)
MONTHS_SHOWN: Final = 12


@get("/recoveries", opt=allowed("alerts:read"), sync_to_thread=True)
def recoveries_page(visit: VisitGiven, travel: TravelGiven) -> Shown:
    with looking(visit, travel, NEEDS, path=visit.path("recoveries")) as (view, moment):
        as_of = None if moment.is_now else AtPosition(moment.position)
        today = today_at(view, as_of, time_zone=visit.zone)
        known = recoveries(view, time_zone=visit.zone)
        page = _page(visit, moment, known, claim_recoveries(view, today=today))
    return at_moment(visit, travel, moment, Sheet("alerts", "Recoveries", "recoveries", page))


def _page(
    visit: Visit, moment: MomentShown, known: Recoveries, claims: ClaimRecoveries
) -> RecoveriesPage:
    months = tuple(row.name for row in known.months[-MONTHS_SHOWN:])
    speeds = {speed.name: speed for speed in known.hours_by_operator}
    names = visit.names([*speeds, *(one.name for one in known.by_operator)])
    amounts = {one.name: one for one in known.by_operator}
    return RecoveriesPage(
        alerts_href=address(visit.path("alerts"), {"as_of": moment.as_of}),
        tiles=recovery_tiles(known),
        formula=claims.formula,
        periods=_periods(known, claims),
        payers=_payers(known, claims),
        latest=_latest(visit, moment, known, names),
        people=tuple(
            PersonLine(
                name=names[name],
                amount=cents(amounts[name].amount) if name in amounts else None,
                count=amounts[name].count if name in amounts else 0,
                speed=_speed_said(speeds.get(name)),
            )
            for name in sorted({*speeds, *amounts}, key=lambda one: names[one])
        ),
        months=tuple(wording.month(name) for name in months),
        rules=_series(known.rules_by_month, months),
        products=_series(known.products_by_month, months),
    )


def _periods(known: Recoveries, claims: ClaimRecoveries) -> tuple[SourceLine, ...]:
    told = (
        ("This month", known.this_month, claims.this_month),
        ("Last 30 days", known.last_30_days, claims.last_30_days),
        ("All time", known.all_time, claims.all_time),
    )
    return tuple(
        SourceLine(
            name=name,
            typed=cents(typed.amount),
            typed_count=typed.count,
            claims=cents(found.amount),
            claims_count=found.count,
            taken_back=cents(found.taken_back),
        )
        for name, typed, found in told
    )


def _payers(known: Recoveries, claims: ClaimRecoveries) -> tuple[SourceLine, ...]:
    typed = {one.name: one for one in known.by_payer}
    found = {one.name: one for one in claims.by_payer}
    lines = [
        SourceLine(
            name=name,
            typed=cents(typed[name].amount) if name in typed else 0,
            typed_count=typed[name].count if name in typed else 0,
            claims=cents(found[name].amount) if name in found else 0,
            claims_count=found[name].count if name in found else 0,
            taken_back=cents(found[name].taken_back) if name in found else 0,
        )
        for name in sorted({*typed, *found})
    ]
    return tuple(sorted(lines, key=lambda line: (-line.typed - line.claims, line.name)))


def _latest(
    visit: Visit, moment: MomentShown, known: Recoveries, names: dict[str, str]
) -> tuple[LatestLine, ...]:
    return tuple(
        LatestLine(
            title=f"{one.payer} · {one.cpt_group or 'all CPT groups'}",
            href=address(visit.path("alerts", one.alert_id), {"as_of": moment.as_of}),
            operator=names[one.operator],
            on=wording.day(one.recovered_on),
            amount=cents(one.amount),
        )
        for one in known.latest
    )


def _series(known: list[Series], months: tuple[str, ...]) -> tuple[SeriesLine, ...]:
    lines = []
    for series in known:
        by_month = {row.name: row for row in series.months}
        cells = tuple(
            (wording.percent(row.precision, 0), f"{wording.count(row.judged)} judged")
            if (row := by_month.get(month))
            else (wording.MISSING, "")
            for month in months
        )
        lines.append(SeriesLine(name=series.name, cells=cells))
    return tuple(lines)


def _speed_said(speed: Speed | None) -> str:
    return f"{speed.hours_median:,.1f} h" if speed else wording.MISSING
