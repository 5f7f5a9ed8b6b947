"""What the alert pages show, ready for their templates."""

from datetime import date, datetime

import msgspec
from markupsafe import Markup

from upstream.api.pages.alerts.alert_moved import MovedShown
from upstream.api.pages.frame.pieces import Filter, Named, Option, Step
from upstream.api.pages.frame.tiles import Tile


class AlertRow(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    explanation: str
    href: str
    severity_label: str
    state_said: str
    verdict_said: str | None
    occurrences: int
    dollars_at_risk: int | None
    last_seen_at: datetime


class AlertsPage(msgspec.Struct, frozen=True, kw_only=True):
    tiles: tuple[Tile, ...]
    filters: tuple[Filter, ...]
    alerts: tuple[AlertRow, ...]
    rules_href: str
    recoveries_href: str
    next_href: str | None = None


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two windows a finding compares; `last` is its last day, included."""

    name: str
    first: date
    last: date
    claims: int
    value: str


class EvidenceClaim(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    href: str
    cpt: str
    decided_on: date | None
    outcome: str
    denial_reason: str | None
    billed_cents: int | None


class JudgmentShown(msgspec.Struct, frozen=True, kw_only=True):
    verdict_said: str
    operator: str
    judged_at: datetime
    position_seen: int
    seen_href: str
    """The page as the operator saw it."""
    note: str | None
    recovered_cents: int | None
    recovered_on: date | None


class CommentShown(msgspec.Struct, frozen=True, kw_only=True):
    actor: str
    recorded_at: datetime
    comment: str


class OwnJudgment(msgspec.Struct, frozen=True, kw_only=True):
    """What this operator said before, or has just typed, as the form shows it."""

    verdict: str
    note: str
    recovered_amount: str
    recovered_on: str


class AlertPage(msgspec.Struct, frozen=True, kw_only=True):
    """`position_seen` goes into the judgment: what the operator was looking at."""

    title: str
    href: str
    list_href: str
    audit_href: str | None
    severity_label: str
    state_said: str
    explanation: str
    measure: str
    windows: tuple[Window, ...]
    facts: tuple[Named, ...]
    won_back_said: str | None
    moved: MovedShown
    evidence: tuple[EvidenceClaim, ...]
    evidence_total: int
    evidence_href: str | None
    evidence_file_href: str
    chart: Markup
    rule_name: str
    rule_href: str
    rule_precision_said: str
    comments: tuple[CommentShown, ...]
    snoozes: tuple[Option, ...]
    snoozed_said: str | None
    steps: tuple[Step, ...]
    judgments: tuple[JudgmentShown, ...]
    position_seen: int
    verdicts: tuple[Option, ...]
    own: OwnJudgment | None
    judged: bool
    """Whether this operator has judged the alert before."""
    may_judge: bool
    may_manage: bool
    may_acknowledge: bool
    may_resolve: bool
    may_reopen: bool
    may_take: bool
    problem: str | None = None
    done: str | None = None
