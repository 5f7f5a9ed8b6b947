"""One alert rule in full: what it learned, how often it was right, what a dry run says."""

from typing import Final
from zoneinfo import ZoneInfo

from upstream.api.charts import wording
from upstream.api.pages.alerts.alert_figures import VERDICTS
from upstream.api.pages.alerts.alert_rules_view import LessonLine, MonthLine, OutcomeLine, Rehearsal
from upstream.api.pages.frame.pieces import Named
from upstream.api.pages.frame.signals import kind_said
from upstream.projections.alerts.dry_run import DryRun, Rehearsed
from upstream.projections.alerts.lessons import LessonRow
from upstream.projections.judgments.precision import Precision

OUTCOMES_SHOWN: Final = 100

REASONS: Final = {
    "first_occurrence": "first occurrence",
    "earlier_one_resolved": "the earlier one was resolved",
    "worsened_after_resolution": "got worse after it was resolved",
    "too_long_ago": "the last one was long ago",
    "severity_differs": "of another severity",
    "same_finding": "the same finding again",
    "same_group": "close to another one",
    "resolved_by_operator": "resolved by a person",
    "maintenance_window": "maintenance window",
    "snoozed": "snoozed",
    "cooldown": "cooldown",
    "learned_noise": "learned noise",
    "product_differs": "another product",
    "kind_differs": "another kind of change",
    "payer_differs": "another payer",
    "cpt_group_differs": "another CPT group",
    "severity_below_minimum": "severity too low",
    "confidence_below_minimum": "confidence too low",
    "dollars_below_minimum": "too few dollars at risk",
}


def precision_said(precision: Precision | None) -> str:
    if precision is None or not precision.judged:
        return "Not judged yet"
    share = wording.percent(precision.precision, 0)
    judged = wording.count(precision.judged)
    return f"{share} real of {precision.real + precision.noise} decided; {judged} judged"


def months_of(rows: list[Precision]) -> tuple[MonthLine, ...]:
    return tuple(
        MonthLine(
            name=wording.month(row.name),
            judged=row.judged,
            real=row.real,
            noise=row.noise,
            precision_said=wording.percent(row.precision, 0),
        )
        for row in reversed(rows)
    )


def lessons_of(rows: list[LessonRow]) -> tuple[LessonLine, ...]:
    return tuple(
        LessonLine(
            payer=row.payer,
            kind=row.kind,
            kind_said=kind_said(row.kind),
            said=f"{row.noise} noise, {row.real} real",
            raised_said=f"+{row.severity_raised_by * 100:.0f}" if row.severity_raised_by else "no",
        )
        for row in rows
    )


def suppressed_of(counts: dict[str, int]) -> tuple[Named, ...]:
    return tuple(
        Named(name=REASONS[reason].capitalize(), value=wording.count(count))
        for reason, count in counts.items()
        if count
    )


def rehearsal_of(found: DryRun, zone: str, seconds: float) -> Rehearsal:
    ended = found.ended
    facts = [
        ("Findings seen in a year", wording.count(found.sightings)),
        ("Would have been raised", wording.count(ended["raised"])),
        ("Would have joined an alert", wording.count(ended["grouped"])),
        ("Would have been kept down", wording.count(ended["suppressed"])),
        ("Would not have met the rule", wording.count(ended["no_rule_matched"])),
        ("Held back by quiet hours", wording.count(found.held)),
        ("Messages", wording.count(found.messages)),
        ("Judged real, of those judged", wording.percent(found.precision, 0)),
    ]
    reasons = sorted(found.reasons.items(), key=lambda item: -item[1])
    return Rehearsal(
        facts=tuple(Named(name=name, value=value) for name, value in facts),
        reasons=tuple(
            Named(name=REASONS.get(reason, reason).capitalize(), value=wording.count(count))
            for reason, count in reasons
        ),
        outcomes=tuple(_outcome(each, zone) for each in found.items[:OUTCOMES_SHOWN]),
        seconds=f"{seconds:.1f}",
    )


def _outcome(each: Rehearsed, zone: str) -> OutcomeLine:
    local = each.at.astimezone(ZoneInfo(zone))
    group = each.cpt_group or "all CPT groups"
    return OutcomeLine(
        when=wording.day(local.date()),
        title=f"{each.payer} · {group}: {kind_said(each.kind)}",
        explanation=each.explanation,
        severity_label=each.severity_label,
        result="Raised" if each.result == "raised" else "Kept down",
        reason_said=REASONS.get(each.reason, each.reason),
        verdict_said=VERDICTS[each.verdict] if each.verdict else None,
    )
