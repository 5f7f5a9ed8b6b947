"""Whether a sighting is told to anybody: one pure function with an explicit answer and reason."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from upstream.domain.alerts.alert import Alert, Raised
from upstream.domain.alerts.commands import Sighting
from upstream.domain.alerts.events import AlertRuleCreated
from upstream.domain.alerts.rule import AlertRule, Created

Result = Literal["raised", "grouped", "suppressed", "no_rule_matched", "rule_off"]
Reason = Literal[
    "first_occurrence",
    "earlier_one_resolved",
    "worsened_after_resolution",
    "too_long_ago",
    "severity_differs",
    "same_finding",
    "same_group",
    "already_counted",
    "resolved_by_operator",
    "product_differs",
    "kind_differs",
    "severity_below_minimum",
    "confidence_below_minimum",
    "dollars_below_minimum",
    "switched_off",
    "rule_unknown",
]

GROUPED_WITHIN = timedelta(hours=24)
"""Two findings of one cell in one day have one cause more often than not."""

GROUPED_SEVERITY_BPS = 1_000
"""Beyond that the second one is another size of problem and deserves its own line."""


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """How an evaluation ended, and why."""

    result: Result
    reason: Reason


def evaluate(
    rule: AlertRule, sighting: Sighting, known: Alert, *, told_here: bool, now: datetime
) -> Evaluation:
    """`known` is the alert of the lane that could take it; `told_here` says that it already tells
    about this very episode, so the sighting is one more occurrence, however long ago the last was.
    """
    silent = _silent(rule, sighting)
    if silent:
        return silent
    if not isinstance(known, Raised):
        return Evaluation(result="raised", reason="first_occurrence")
    if known.has_counted(sighting.finding_id, sighting.finding_version):
        return Evaluation(result="suppressed", reason="already_counted")
    if known.status == "resolved":
        return _after_resolution(sighting, told_here=told_here)
    if told_here:
        return Evaluation(result="grouped", reason="same_finding")
    return _grouped_or_new(sighting, known, now)


def _silent(rule: AlertRule, sighting: Sighting) -> Evaluation | None:
    """What the rule alone decides."""
    if not isinstance(rule, Created):
        return Evaluation(result="no_rule_matched", reason="rule_unknown")
    if not rule.is_on:
        return Evaluation(result="rule_off", reason="switched_off")
    missed = _missed(rule.criteria, sighting)
    return Evaluation(result="no_rule_matched", reason=missed) if missed else None


def _missed(rule: AlertRuleCreated, sighting: Sighting) -> Reason | None:
    """The first condition that is not met."""
    if rule.product not in {None, sighting.product}:
        return "product_differs"
    if rule.kind not in {None, sighting.kind}:
        return "kind_differs"
    if sighting.severity_bps < rule.severity_min_bps:
        return "severity_below_minimum"
    if sighting.confidence_bps < rule.confidence_min_bps:
        return "confidence_below_minimum"
    if sighting.at_risk_cents < rule.at_risk_min_cents:
        return "dollars_below_minimum"
    return None


def _after_resolution(sighting: Sighting, *, told_here: bool) -> Evaluation:
    """A person said it is dealt with: the same again is no news, something worse is."""
    if not told_here:
        return Evaluation(result="raised", reason="earlier_one_resolved")
    if sighting.worsened:
        return Evaluation(result="raised", reason="worsened_after_resolution")
    return Evaluation(result="suppressed", reason="resolved_by_operator")


def _grouped_or_new(sighting: Sighting, known: Raised, now: datetime) -> Evaluation:
    if now - known.seen_at > GROUPED_WITHIN:
        return Evaluation(result="raised", reason="too_long_ago")
    if abs(sighting.severity_bps - known.severity_bps) > GROUPED_SEVERITY_BPS:
        return Evaluation(result="raised", reason="severity_differs")
    return Evaluation(result="grouped", reason="same_group")
