"""What the pages of alert rules and maintenance windows show."""

import msgspec

from upstream.api.pages.alerts.alert_rule_form import RuleForm
from upstream.api.pages.frame.pieces import Named, Option


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    href: str
    is_on: bool
    watches: str
    tells: str
    precision_said: str


class WindowLine(msgspec.Struct, frozen=True, kw_only=True):
    said: str
    when: str
    state: str
    cancel_action: str | None


class RulesPage(msgspec.Struct, frozen=True, kw_only=True):
    rules: tuple[RuleLine, ...]
    new_href: str | None
    channels_href: str
    alerts_href: str
    windows: tuple[WindowLine, ...]
    plan_action: str | None
    zone: str
    problem: str | None = None
    done: str | None = None


class LessonLine(msgspec.Struct, frozen=True, kw_only=True):
    payer: str
    kind: str
    kind_said: str
    said: str
    raised_said: str


class MonthLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    judged: int
    real: int
    noise: int
    precision_said: str


class OutcomeLine(msgspec.Struct, frozen=True, kw_only=True):
    when: str
    title: str
    explanation: str
    severity_label: str
    result: str
    reason_said: str
    verdict_said: str | None


class Rehearsal(msgspec.Struct, frozen=True, kw_only=True):
    """A dry run over the last year."""

    facts: tuple[Named, ...]
    reasons: tuple[Named, ...]
    outcomes: tuple[OutcomeLine, ...]
    seconds: str


class RulePage(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    list_href: str
    action: str
    try_action: str
    switch_action: str | None
    forget_action: str | None
    audit_href: str | None
    is_on: bool
    may_change: bool
    form: RuleForm
    products: tuple[Option, ...]
    kinds: tuple[Option, ...]
    channels: tuple[Option, ...]
    escalation_channels: tuple[Option, ...]
    zone: str
    precision_said: str = ""
    months: tuple[MonthLine, ...] = ()
    lessons: tuple[LessonLine, ...] = ()
    suppressed: tuple[Named, ...] = ()
    rehearsal: Rehearsal | None = None
    problem: str | None = None
    done: str | None = None
