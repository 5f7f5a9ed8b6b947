"""What is this rule, what has it learned, what did it keep down, and how often is it right?"""

from datetime import datetime
from uuid import UUID

import msgspec

from upstream.projections.alerts.lessons import NEEDS as LESSONS
from upstream.projections.alerts.lessons import LessonRow, list_lessons
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_rules import AlertRuleRow, rule
from upstream.projections.alerts.suppressions import NEEDS as SUPPRESSIONS
from upstream.projections.alerts.suppressions import suppressed_counts
from upstream.projections.judgments.precision import (
    Precision,
    latest_words,
    month_in,
    precision_by,
)
from upstream.projections.judgments.words import standing_words
from upstream.projections.view import View

NEEDS = (*ALERTS, *LESSONS, *SUPPRESSIONS)


class RuleRecord(AlertRuleRow, frozen=True, kw_only=True):
    """`precision` is over all time; a month is the one its alerts were raised in."""

    lessons: list[LessonRow]
    suppressed: dict[str, int]
    precision: Precision | None
    precision_by_month: list[Precision]
    precision_by_payer: list[Precision]
    position: int


def rule_record(view: View, rule_id: UUID, *, time_zone: str, now: datetime) -> RuleRecord:
    """As it stood at the view's position. Raises `AlertRuleUnknown`."""
    known = rule(view, rule_id)
    words = latest_words(standing_words(view, rule_id=rule_id))
    overall = precision_by(words, lambda _: known.name)
    return RuleRecord(
        **msgspec.structs.asdict(known),
        lessons=list_lessons(view, rule_id, now=now),
        suppressed=suppressed_counts(view, rule_id),
        precision=overall[0] if overall else None,
        precision_by_month=precision_by(words, month_in(time_zone)),
        precision_by_payer=precision_by(words, lambda row: str(row["payer"])),
        position=view.position,
    )
