"""What the dashboard page shows, ready for its template."""

from datetime import date, datetime

import msgspec
from markupsafe import Markup

from upstream.api.pages.frame.tiles import Change, Tile


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """One CPT group with a bar as long as its denial rate; `href` leads to its claims."""

    name: str
    claims: int
    denied: int
    denial_rate: float | None
    bar: Markup
    href: str | None = None


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """An alert or a finding in one line."""

    title: str
    explanation: str
    severity_label: str
    dollars_at_risk: int | None
    href: str | None = None


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One figure at two moments, written out."""

    name: str
    before: str
    after: str
    change: Change


class CommitRow(msgspec.Struct, frozen=True, kw_only=True):
    """One commit between two moments, with the way to it in the audit."""

    recorded_at: datetime
    said: str
    actor: str
    events: int
    href: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The difference of two answers and what lies between; `commits` are the latest of them."""

    earlier: datetime | None
    later: datetime | None
    rows: tuple[FigureRow, ...]
    commits: tuple[CommitRow, ...]
    commits_said: str


class DriftChange(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that began, got worse or ended; `href` leads to its alert, or to its history."""

    week: date
    said: str
    title: str
    severity_label: str
    href: str | None


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """Detection on demand. `action` is where to ask for a run, for those who may."""

    last_run_at: datetime | None
    under_way: bool
    refresh_href: str | None
    """Asked again while a run is under way and the page shows the present."""
    action: str | None


class DashboardPage(msgspec.Struct, frozen=True, kw_only=True):
    tiles: tuple[Tile, ...]
    trend: Markup
    payers: Markup
    days: Markup
    groups: tuple[GroupRow, ...]
    alerts: tuple[Signal, ...]
    alerts_href: str
    findings: tuple[Signal, ...]
    runs: Runs
    drift_weeks: Markup
    drift_changes: tuple[DriftChange, ...]
    comparison: Comparison | None = None
    lagging: str | None = None
    """What to say where the read models are behind the log."""
