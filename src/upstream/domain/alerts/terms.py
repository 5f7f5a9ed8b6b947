"""The terms of an alert rule: what it watches for, when it may interrupt, whom it tells."""

from uuid import UUID

import msgspec

from upstream.domain.drift.settings import Kind

MINUTES_A_DAY = 24 * 60
NAME_MAX = 120
"""Characters."""
FILTER_MAX = 200
"""Payers or CPT groups in one rule; more is no filter any more."""
CHANNELS_MAX = 10


class QuietHours(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Minutes after midnight on the customer's clock, `[begin, end)`; over midnight where begin
    comes later than end. Alerts are raised all the same; only their messages wait.
    """

    begin_minute: int
    end_minute: int
    weekends: bool = False
    """Whether Saturdays and Sundays are quiet all day."""


class RuleTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything about a rule that can be changed. None or an empty list means any."""

    name: str
    severity_min_bps: int
    confidence_min_bps: int
    at_risk_min_cents: int
    product: str | None = None
    kind: Kind | None = None
    payers: tuple[str, ...] = ()
    """As the findings name them; upper and lower case are alike."""
    cpt_groups: tuple[str, ...] = ()
    channels: tuple[UUID, ...] = ()
    """Who is told; without any the alert is in the list and interrupts nobody."""
    quiet_hours: QuietHours | None = None
    cooldown_minutes: int = 240
    """After an alert, another one of the same lane and kind is held down unless it is worse."""
    learns: bool = True
    """Whether verdicts raise and lower the bar per payer and kind."""
    escalate_after_minutes: int | None = None
    """How long nobody may acknowledge an alert; None: for ever."""
    escalation_channels: tuple[UUID, ...] = ()


def terms_only(terms: RuleTerms) -> RuleTerms:
    """The plain terms of a command or an event that carries them."""
    known = {name: getattr(terms, name) for name in RuleTerms.__struct_fields__}
    return RuleTerms(**known)
