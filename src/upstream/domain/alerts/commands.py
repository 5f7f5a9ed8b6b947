"""What one can ask of an alert rule and of an alert. Who asks is in the context."""

from datetime import datetime
from uuid import UUID

import msgspec

from upstream.domain.alerts.events import Because, HeldBecause
from upstream.domain.alerts.terms import RuleTerms
from upstream.domain.drift.settings import Kind
from upstream.domain.messages import Command

COMMENT_MAX = 4_000
"""Characters; more is a document, and belongs where documents are kept."""


class CreateAlertRule(RuleTerms, Command):
    pass


class ReviseAlertRule(Command):
    """All the terms at once; what they do not name goes back to its default."""

    terms: RuleTerms


class SwitchAlertRuleOff(Command):
    pass


class SwitchAlertRuleOn(Command):
    pass


AlertRuleCommand = CreateAlertRule | ReviseAlertRule | SwitchAlertRuleOff | SwitchAlertRuleOn


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """One time a finding was seen, as an alert needs to know it."""

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
    worsened: bool = False
    backfilled: bool = False
    """Seen by a run that caught up on the past."""


class RaiseAlert(Command):
    rule_id: UUID
    sighting: Sighting
    seen_at: datetime
    held_until: datetime | None = None
    held_because: HeldBecause | None = None


class CountOccurrence(Command):
    sighting: Sighting
    because: Because
    seen_at: datetime


class EscalateAlert(Command):
    """Asked for by the clock, never by a person."""

    after_minutes: int
    now: datetime


class AcknowledgeAlert(Command):
    pass


class AssignAlert(Command):
    to: UUID


class CommentOnAlert(Command):
    comment: str


class SnoozeAlert(Command):
    until: datetime
    now: datetime


class WakeAlert(Command):
    pass


class ResolveAlert(Command):
    note: str | None = None


class ReopenAlert(Command):
    note: str | None = None
    now: datetime | None = None


Handling = (
    AcknowledgeAlert
    | AssignAlert
    | CommentOnAlert
    | SnoozeAlert
    | WakeAlert
    | ResolveAlert
    | ReopenAlert
)
"""What people do."""

AlertCommand = RaiseAlert | CountOccurrence | EscalateAlert | Handling
