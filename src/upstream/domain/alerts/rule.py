"""An alert rule: from how bad, how sure and how expensive on somebody wants to be told."""

from dataclasses import dataclass

from upstream.domain.alerts.commands import (
    AlertRuleCommand,
    CreateAlertRule,
    SwitchAlertRuleOff,
    SwitchAlertRuleOn,
)
from upstream.domain.alerts.events import (
    AlertRuleCreated,
    AlertRuleEvent,
    AlertRuleSwitchedOff,
    AlertRuleSwitchedOn,
)
from upstream.domain.alerts.refusals import AlertRuleUnknown
from upstream.domain.decider import Decider

DEFAULT = CreateAlertRule(
    name="Everything that matters",
    # Medium and up: a low one is in the list of findings for whoever looks, and interrupts nobody.
    severity_min_bps=4_000,
    # More likely true than not; below that a person's first look would mostly be wasted.
    confidence_min_bps=5_000,
    # Where amounts are missing the money is unknown, not zero, so money alone keeps nobody quiet.
    at_risk_min_cents=0,
)
"""The rule every customer has from the start."""

DEFAULT_KEY = "default"
"""Natural key of its stream."""


@dataclass(frozen=True, slots=True)
class Uncreated: ...


@dataclass(frozen=True, slots=True)
class Created:
    criteria: AlertRuleCreated
    is_on: bool


AlertRule = Uncreated | Created


def decide(command: AlertRuleCommand, rule: AlertRule) -> tuple[AlertRuleEvent, ...]:
    match command:
        case CreateAlertRule():
            return _create(command, rule)
        case SwitchAlertRuleOff():
            return (AlertRuleSwitchedOff(),) if _known(rule).is_on else ()
        case SwitchAlertRuleOn():
            return () if _known(rule).is_on else (AlertRuleSwitchedOn(),)


def _create(command: CreateAlertRule, rule: AlertRule) -> tuple[AlertRuleEvent, ...]:
    if isinstance(rule, Created):
        return ()
    return (
        AlertRuleCreated(
            name=command.name,
            severity_min_bps=command.severity_min_bps,
            confidence_min_bps=command.confidence_min_bps,
            at_risk_min_cents=command.at_risk_min_cents,
            product=command.product,
            kind=command.kind,
        ),
    )


def _known(rule: AlertRule) -> Created:
    if isinstance(rule, Uncreated):
        raise AlertRuleUnknown("there is no such rule")
    return rule


def evolve(rule: AlertRule, event: AlertRuleEvent) -> AlertRule:
    match event:
        case AlertRuleCreated():
            return Created(event, is_on=True)
        case AlertRuleSwitchedOff():
            return Created(_known(rule).criteria, is_on=False)
        case AlertRuleSwitchedOn():
            return Created(_known(rule).criteria, is_on=True)


decider: Decider[AlertRuleCommand, AlertRule, AlertRuleEvent] = Decider(
    "alert-rule", Uncreated(), decide, evolve
)
