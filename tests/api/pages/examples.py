"""Realistic pages to render without a database: a hundred days of Riverside's work."""

from datetime import UTC, date, datetime, timedelta

from upstream.api.charts.drift_weeks import Week, drift_weeks
from upstream.api.charts.histogram import Days, histogram
from upstream.api.charts.payers import Payer, payers
from upstream.api.charts.sparkline import sparkline
from upstream.api.charts.trend import Month, trend
from upstream.api.pages.dashboard.dashboard_view import (
    CommitRow,
    Comparison,
    DashboardPage,
    DriftChange,
    FigureRow,
    Runs,
    Signal,
)
from upstream.api.pages.frame.layout import CustomerLink, Layout, Theme, navigation
from upstream.api.pages.frame.moment_shown import MomentShown, Stop
from upstream.api.pages.frame.tiles import Change, Tile

HOSTILE = '"><script>alert(1)</script>'
ZONE = "America/New_York"
BEGAN = datetime(2026, 5, 4, 14, tzinfo=UTC)
STOPS = tuple(
    Stop(
        position=10 * (i + 1),
        recorded_at=BEGAN + timedelta(days=i),
        said="Upload received" if i % 3 else "Alert acknowledged",
        events=10,
    )
    for i in range(100)
)
CUSTOMERS = (
    CustomerLink(slug="riverside", name="Riverside Health"),
    CustomerLink(slug="lakeside", name="Lakeside Clinics"),
)


def layout(feature: str = "dashboard", theme: Theme = "auto") -> Layout:
    return Layout(
        title=feature.title(),
        here=f"/customers/riverside/{feature}",
        theme=theme,
        person="operator@riverside.example",
        customer=CUSTOMERS[0],
        customers=CUSTOMERS,
        nav=navigation("riverside", feature),
        zone=ZONE,
    )


def moment(
    place: int | None = None, compare_to: int | None = None, path: str = "/p"
) -> MomentShown:
    """At the stop with that number; without one: now."""
    stop = STOPS[-1 if place is None else place]
    return MomentShown(
        path="/p",
        is_now=place is None,
        position=stop.position,
        recorded_at=stop.recorded_at,
        stops=STOPS,
        zone=ZONE,
        kept={},
        compare_to=compare_to,
    )


def tiles() -> tuple[Tile, ...]:
    spark = sparkline([0.1, 0.12, 0.11, 0.14])
    return (
        Tile(key="claims", name="Claims", value="36,253", definition="Every claim.", spark=spark),
        Tile(
            key="denial_rate",
            name="Denial rate",
            value="14.2%",
            definition="Denied among paid and denied.",
            change=Change(said="+2.1 pts", direction="worse"),
        ),
        Tile(
            key="billed", name="Billed", value="$12.4M", definition="Sum.", exact="$12,400,000.00"
        ),
        Tile(key="alerts", name="Active alerts", value="5", definition="Unresolved.", href="/a"),
    )


def signal(title: str = "Aetna · Imaging: denial rate") -> Signal:
    return Signal(
        title=title,
        explanation="23.1% of 412 claims were denied, against 14.0% of 2,713 before.",
        severity_label="critical",
        dollars_at_risk=12_345_600,
        href="/a",
    )


def comparison() -> Comparison:
    rose = Change(said="+2.1 pts", direction="worse")
    return Comparison(
        earlier=STOPS[40].recorded_at,
        later=STOPS[44].recorded_at,
        rows=(FigureRow(name="Denial rate", before="12.1%", after="14.2%", change=rose),),
        commits=tuple(
            CommitRow(
                recorded_at=stop.recorded_at,
                said=stop.said,
                actor="operator@riverside.example",
                events=stop.events,
                href="/a",
            )
            for stop in STOPS[41:44]
        ),
        commits_said="3 commits between",
    )


def dashboard(*, compared: bool = False, payer: str = "Aetna") -> DashboardPage:
    months = [
        Month(month=f"2026-{m:02}", claims=900 + m, denied=90 + m, denial_rate=0.1 + m / 500)
        for m in range(1, 11)
    ]
    ranked = [Payer(payer=payer, claims=900, denied=90, denial_rate=0.1)]
    return DashboardPage(
        tiles=tiles(),
        trend=trend(months),
        payers=payers(ranked),
        days=histogram([Days(days=d, claims=10 + d) for d in range(30)], 21),
        groups=(),
        alerts=(signal(),),
        alerts_href="/a",
        findings=(signal(payer),),
        runs=Runs(
            last_run_at=datetime(2026, 8, 1, tzinfo=UTC),
            under_way=False,
            refresh_href=None,
            action="/r",
        ),
        drift_weeks=drift_weeks(
            [
                Week(
                    week=date(2026, 2, 2) + n * timedelta(weeks=1),
                    detected=n % 3,
                    worsened=n % 4 == 1,
                    resolved=n % 2,
                    open=n // 2,
                )
                for n in range(26)
            ]
        ),
        drift_changes=(
            DriftChange(
                week=date(2026, 7, 27),
                said="Detected",
                title=f"{payer} · Imaging: denial rate",
                severity_label="high",
                href="/a",
            ),
        ),
        comparison=comparison() if compared else None,
    )


TODAY = date(2026, 8, 12)
