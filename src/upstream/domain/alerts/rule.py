"""An alert rule: from how bad, how sure and how expensive on somebody wants to be told."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from upstream.domain.alerts.commands import (
    AlertRuleCommand,
    CreateAlertRule,
    ReviseAlertRule,
    SwitchAlertRuleOff,
    SwitchAlertRuleOn,
)
from upstream.domain.alerts.events import (
    AlertRuleCreated,
    AlertRuleEvent,
    AlertRuleRevised,
    AlertRuleSwitchedOff,
    AlertRuleSwitchedOn,
)
from upstream.domain.alerts.refusals import AlertRuleInvalid, AlertRuleUnknown
from upstream.domain.alerts.terms import (
    CHANNELS_MAX,
    FILTER_MAX,
    MINUTES_A_DAY,
    NAME_MAX,
    QuietHours,
    RuleTerms,
    terms_only,
)
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

_COOLDOWN_MAX = 30 * MINUTES_A_DAY
_AMOUNT_MAX = 10**14


@dataclass(frozen=True, slots=True)
class Uncreated: ...


@dataclass(frozen=True, slots=True)
class Created:
    terms: RuleTerms
    is_on: bool


AlertRule = Uncreated | Created


def decide(command: AlertRuleCommand, rule: AlertRule) -> tuple[AlertRuleEvent, ...]:
    match command:
        case CreateAlertRule():
            return _create(terms_only(command), rule)
        case ReviseAlertRule(terms=terms):
            return _revise(_known(rule).terms, tidied(terms))
        case SwitchAlertRuleOff():
            return (AlertRuleSwitchedOff(),) if _known(rule).is_on else ()
        case SwitchAlertRuleOn():
            return () if _known(rule).is_on else (AlertRuleSwitchedOn(),)


def _create(terms: RuleTerms, rule: AlertRule) -> tuple[AlertRuleEvent, ...]:
    if isinstance(rule, Created):
        return ()
    return (AlertRuleCreated(**msgspec.structs.asdict(tidied(terms))),)


def _revise(before: RuleTerms, after: RuleTerms) -> tuple[AlertRuleEvent, ...]:
    return () if before == after else (AlertRuleRevised(before=before, after=after),)


def _known(rule: AlertRule) -> Created:
    if isinstance(rule, Uncreated):
        raise AlertRuleUnknown("there is no such rule")
    return rule


def tidied(terms: RuleTerms) -> RuleTerms:
    """Trimmed, each payer and channel once. Raises `AlertRuleInvalid`."""
    tidy = msgspec.structs.replace(
        terms,
        name=" ".join(terms.name.split()),
        payers=_each_once(terms.payers),
        cpt_groups=_each_once(terms.cpt_groups),
        channels=tuple(dict.fromkeys(terms.channels)),
        escalation_channels=tuple(dict.fromkeys(terms.escalation_channels)),
    )
    for field, detail in _faults(tidy):
        raise AlertRuleInvalid(detail, field=field)
    return tidy


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    trimmed = (" ".join(name.split()) for name in names)
    return tuple(dict.fromkeys(name for name in trimmed if name))


def _faults(terms: RuleTerms) -> Iterator[tuple[str, str]]:
    if not 0 < len(terms.name) <= NAME_MAX:
        yield "name", f"a rule has a name of at most {NAME_MAX} characters"
    for field in ("severity_min_bps", "confidence_min_bps"):
        if not 0 <= getattr(terms, field) <= 10_000:
            yield field, "a share lies between 0 and 1"
    if not 0 <= terms.at_risk_min_cents <= _AMOUNT_MAX:
        yield "at_risk_min_cents", "that amount makes no sense"
    for field in ("payers", "cpt_groups"):
        if len(getattr(terms, field)) > FILTER_MAX:
            yield field, f"a rule names at most {FILTER_MAX}"
    for field in ("channels", "escalation_channels"):
        if len(getattr(terms, field)) > CHANNELS_MAX:
            yield field, f"a rule tells through at most {CHANNELS_MAX} channels"
    yield from _faults_of_times(terms)


def _faults_of_times(terms: RuleTerms) -> Iterator[tuple[str, str]]:
    if not 0 <= terms.cooldown_minutes <= _COOLDOWN_MAX:
        yield "cooldown_minutes", "a cooldown lasts at most 30 days"
    if terms.quiet_hours is not None and not _is_a_time(terms.quiet_hours):
        yield "quiet_hours", "quiet hours begin and end at two different minutes of the day"
    after = terms.escalate_after_minutes
    if after is not None and not 0 < after <= _COOLDOWN_MAX:
        yield "escalate_after_minutes", "an alert escalates after a minute to 30 days"
    if after is not None and not terms.escalation_channels:
        yield "escalation_channels", "who is told when nobody acknowledges?"


def _is_a_time(quiet: QuietHours) -> bool:
    minutes = quiet.begin_minute, quiet.end_minute
    return all(0 <= minute < MINUTES_A_DAY for minute in minutes) and minutes[0] != minutes[1]


def evolve(rule: AlertRule, event: AlertRuleEvent) -> AlertRule:
    match event:
        case AlertRuleCreated():
            return Created(terms_only(event), is_on=True)
        case AlertRuleRevised(after=after):
            return Created(after, is_on=_known(rule).is_on)
        case AlertRuleSwitchedOff():
            return Created(_known(rule).terms, is_on=False)
        case AlertRuleSwitchedOn():
            return Created(_known(rule).terms, is_on=True)


decider: Decider[AlertRuleCommand, AlertRule, AlertRuleEvent] = Decider(
    "alert-rule", Uncreated(), decide, evolve
)
