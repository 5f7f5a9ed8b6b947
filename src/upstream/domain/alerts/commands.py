"""What one can ask of an alert rule and of an alert. Who asks is in the context."""

from datetime import datetime
from uuid import UUID

import msgspec

from upstream.domain.alerts.events import Because
from upstream.domain.drift.settings import Kind
from upstream.domain.messages import Command

COMMENT_MAX = 4_000
"""Characters; more is a document, and belongs where documents are kept."""


class CreateAlertRule(Command):
    name: str
    severity_min_bps: int
    confidence_min_bps: int
    at_risk_min_cents: int
    product: str | None = None
    kind: Kind | None = None


class SwitchAlertRuleOff(Command):
    pass


class SwitchAlertRuleOn(Command):
    pass


AlertRuleCommand = CreateAlertRule | SwitchAlertRuleOff | SwitchAlertRuleOn


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


class RaiseAlert(Command):
    rule_id: UUID
    sighting: Sighting
    seen_at: datetime


class CountOccurrence(Command):
    sighting: Sighting
    because: Because
    seen_at: datetime


class AcknowledgeAlert(Command):
    pass


class AssignAlert(Command):
    to: UUID


class CommentOnAlert(Command):
    comment: str


class ResolveAlert(Command):
    note: str | None = None


class ReopenAlert(Command):
    note: str | None = None


Handling = AcknowledgeAlert | AssignAlert | CommentOnAlert | ResolveAlert | ReopenAlert
"""What people do."""

AlertCommand = RaiseAlert | CountOccurrence | Handling
