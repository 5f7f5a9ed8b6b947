"""What can happen to an alert, its rule and its lane. Tags and fields are the storage format."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from upstream.domain.drift.settings import Kind
from upstream.domain.messages import Event

Because = Literal["same_finding", "same_group"]


class AlertRuleCreated(Event, tag="alerts.rule_created.v1"):
    """None in `product` or `kind` means any."""

    name: str
    severity_min_bps: int
    confidence_min_bps: int
    at_risk_min_cents: int
    product: str | None = None
    kind: Kind | None = None


class AlertRuleSwitchedOff(Event, tag="alerts.rule_switched_off.v1"):
    pass


class AlertRuleSwitchedOn(Event, tag="alerts.rule_switched_on.v1"):
    pass


AlertRuleEvent = AlertRuleCreated | AlertRuleSwitchedOff | AlertRuleSwitchedOn


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


class AlertResolved(Event, tag="alerts.resolved.v1"):
    note: str | None = None


class AlertReopened(Event, tag="alerts.reopened.v1"):
    note: str | None = None


AlertEvent = (
    AlertRaised
    | AlertSeenAgain
    | AlertAcknowledged
    | AlertAssigned
    | AlertCommented
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
