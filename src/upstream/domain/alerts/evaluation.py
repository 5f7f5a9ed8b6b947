"""Whether a sighting is told to anybody: one pure function with an explicit answer and reason."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from upstream.domain.alerts.alert import Alert, Raised
from upstream.domain.alerts.commands import Sighting
from upstream.domain.alerts.rule import AlertRule, Created
from upstream.domain.alerts.suppression import (
    Circumstances,
    held_until,
    is_in_maintenance,
    kept_down,
)
from upstream.domain.alerts.terms import RuleTerms

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
    "backfilled",
    "resolved_by_operator",
    "maintenance_window",
    "snoozed",
    "cooldown",
    "learned_noise",
    "product_differs",
    "kind_differs",
    "payer_differs",
    "cpt_group_differs",
    "severity_below_minimum",
    "confidence_below_minimum",
    "dollars_below_minimum",
    "switched_off",
    "product_off",
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
    held_until: datetime | None = None
    """Of an alert raised in quiet hours: its messages wait until then."""


def evaluate(
    rule: AlertRule,
    sighting: Sighting,
    known: Alert,
    around: Circumstances,
    *,
    told_here: bool,
    latest: Alert | None = None,
) -> Evaluation:
    """`known` is the alert of the lane that could take it; `told_here` says that it already tells
    about this very episode, so the sighting is one more occurrence, however long ago the last was.
    `latest` is the lane's last alert, where that is another one.
    """
    silent = _silent(rule, sighting, around)
    if silent or not isinstance(rule, Created):
        return silent or _because("no_rule_matched", "rule_unknown")
    if isinstance(known, Raised) and known.has_counted(
        sighting.finding_id, sighting.finding_version
    ):
        return _because("suppressed", "already_counted")
    if is_in_maintenance(sighting, around):
        return _because("suppressed", "maintenance_window")
    placed = _placed(sighting, known, around.now, told_here=told_here)
    if placed.result != "raised":
        return placed
    down = kept_down(rule.terms, sighting, latest or known, around)
    if down is not None:
        return _because("suppressed", down)
    return msgspec.structs.replace(placed, held_until=held_until(rule.terms, around))


def _because(result: Result, reason: Reason) -> Evaluation:
    return Evaluation(result=result, reason=reason)


def _silent(rule: AlertRule, sighting: Sighting, around: Circumstances) -> Evaluation | None:
    """What the rule and the product decide."""
    if not isinstance(rule, Created):
        return _because("no_rule_matched", "rule_unknown")
    if not rule.is_on:
        return _because("rule_off", "switched_off")
    if not around.products.is_on(sighting.product):
        return _because("rule_off", "product_off")
    if sighting.backfilled:
        return _because("suppressed", "backfilled")
    missed = _missed(rule.terms, sighting)
    return _because("no_rule_matched", missed) if missed else None


def _missed(terms: RuleTerms, sighting: Sighting) -> Reason | None:
    """The first condition that is not met."""
    met: tuple[tuple[Reason, bool], ...] = (
        ("product_differs", terms.product in {None, sighting.product}),
        ("kind_differs", terms.kind in {None, sighting.kind}),
        ("payer_differs", _names(terms.payers, sighting.payer)),
        ("cpt_group_differs", _names(terms.cpt_groups, sighting.cpt_group or "")),
        ("severity_below_minimum", sighting.severity_bps >= terms.severity_min_bps),
        ("confidence_below_minimum", sighting.confidence_bps >= terms.confidence_min_bps),
        ("dollars_below_minimum", sighting.at_risk_cents >= terms.at_risk_min_cents),
    )
    return next((reason for reason, holds in met if not holds), None)


def _names(wanted: tuple[str, ...], name: str) -> bool:
    return not wanted or name.casefold() in {each.casefold() for each in wanted}


def _placed(sighting: Sighting, known: Alert, now: datetime, *, told_here: bool) -> Evaluation:
    """Where in the lane it belongs, were nothing to keep it down."""
    if not isinstance(known, Raised):
        return _because("raised", "first_occurrence")
    if known.status == "resolved":
        return _after_resolution(sighting, told_here=told_here)
    if told_here:
        return _because("grouped", "same_finding")
    return _grouped_or_new(sighting, known, now)


def _after_resolution(sighting: Sighting, *, told_here: bool) -> Evaluation:
    """A person said it is dealt with: the same again is no news, something worse is."""
    if not told_here:
        return _because("raised", "earlier_one_resolved")
    if sighting.worsened:
        return _because("raised", "worsened_after_resolution")
    return _because("suppressed", "resolved_by_operator")


def _grouped_or_new(sighting: Sighting, known: Raised, now: datetime) -> Evaluation:
    if now - known.seen_at > GROUPED_WITHIN:
        return _because("raised", "too_long_ago")
    if abs(sighting.severity_bps - known.severity_bps) > GROUPED_SEVERITY_BPS:
        return _because("raised", "severity_differs")
    return _because("grouped", "same_group")
