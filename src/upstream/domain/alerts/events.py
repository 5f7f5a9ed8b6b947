"""What can happen to an alert, its rule and its lane. Tags and fields are the storage format."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from upstream.domain.alerts.terms import RuleTerms
from upstream.domain.drift.settings import Kind
from upstream.domain.judgments.events import Verdict
from upstream.domain.messages import Event

Because = Literal["same_finding", "same_group"]
HeldBecause = Literal["quiet_hours"]
SuppressedBecause = Literal[
    "maintenance_window", "snoozed", "cooldown", "learned_noise", "resolved_by_operator"
]


class AlertRuleCreated(RuleTerms, Event, tag="alerts.rule_created.v1"):
    pass


class AlertRuleRevised(Event, tag="alerts.rule_revised.v1"):
    """The terms as a whole, before and after."""

    before: RuleTerms
    after: RuleTerms


class AlertRuleSwitchedOff(Event, tag="alerts.rule_switched_off.v1"):
    pass


class AlertRuleSwitchedOn(Event, tag="alerts.rule_switched_on.v1"):
    pass


AlertRuleEvent = AlertRuleCreated | AlertRuleRevised | AlertRuleSwitchedOff | AlertRuleSwitchedOn


class AlertRaised(Event, tag="alerts.raised.v1"):
    """A finding met a rule and nobody had been told yet. Severity is the finding's own."""

    rule_id: UUID
    finding_id: UUID
    finding_version: int
    episode: int
    product: str
    kind: Kind
    payer: str
    cpt_group: str | None
    severity_bps: int
    confidence_bps: int
    at_risk_cents: int
    headline: str
    seen_at: datetime
    held_until: datetime | None = None
    """Its messages wait until then …"""
    held_because: HeldBecause | None = None
    """… for this reason."""


class AlertSeenAgain(Event, tag="alerts.seen_again.v1"):
    """One more occurrence: the same finding, or another one close enough to be grouped with it."""

    finding_id: UUID
    finding_version: int
    episode: int
    kind: Kind
    severity_bps: int
    confidence_bps: int
    at_risk_cents: int
    headline: str
    because: Because
    occurrence: int
    """The how-manieth it is, the raising being the first."""
    seen_at: datetime


class AlertAcknowledged(Event, tag="alerts.acknowledged.v1"):
    """Somebody has seen it; who, says the commit."""


class AlertAssigned(Event, tag="alerts.assigned.v1"):
    to: UUID
    """The member who takes it."""


class AlertCommented(Event, tag="alerts.commented.v1"):
    comment: str


class AlertSnoozed(Event, tag="alerts.snoozed.v1"):
    """Until then it neither escalates nor lets another alert of its lane interrupt anybody."""

    until: datetime


class AlertWoken(Event, tag="alerts.woken.v1"):
    """The snooze was ended early."""


class AlertEscalated(Event, tag="alerts.escalated.v1"):
    """Nobody acknowledged it in the time its rule gives."""

    after_minutes: int
    unseen_since: datetime


class AlertResolved(Event, tag="alerts.resolved.v1"):
    note: str | None = None


class AlertReopened(Event, tag="alerts.reopened.v1"):
    note: str | None = None
    reopened_at: datetime | None = None
    """From when on it waits to be acknowledged again."""


AlertEvent = (
    AlertRaised
    | AlertSeenAgain
    | AlertAcknowledged
    | AlertAssigned
    | AlertCommented
    | AlertSnoozed
    | AlertWoken
    | AlertEscalated
    | AlertResolved
    | AlertReopened
)


class AlertLaneTaken(Event, tag="alerts.lane_taken.v1"):
    """In the lane of one rule, payer and CPT group, this episode of a finding is told about here.

    The lane is where the next occurrence looks for an alert to join; no read model is asked.
    """

    alert_id: UUID
    finding_id: UUID
    episode: int


class SightingSuppressed(Event, tag="alerts.sighting_suppressed.v1"):
    """A sighting met the rule of this lane, and nobody was told, for this reason."""

    rule_id: UUID
    finding_id: UUID
    finding_version: int
    episode: int
    product: str
    kind: Kind
    payer: str
    cpt_group: str | None
    severity_bps: int
    because: SuppressedBecause
    seen_at: datetime


AlertLaneEvent = AlertLaneTaken | SightingSuppressed


class VerdictLearned(Event, tag="alerts.verdict_learned.v1"):
    """An operator's word on an alert of one rule, payer and kind; a later word replaces it."""

    rule_id: UUID
    payer: str
    kind: Kind
    alert_id: UUID
    operator: str
    verdict: Verdict
    judged_at: datetime


class LessonForgotten(Event, tag="alerts.lesson_forgotten.v1"):
    """Whatever was learned before counts no longer; the judgments themselves stay."""

    rule_id: UUID
    payer: str
    kind: Kind


AlertLessonEvent = VerdictLearned | LessonForgotten
