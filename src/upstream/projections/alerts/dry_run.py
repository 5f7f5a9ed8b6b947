"""What would this rule have raised over the last year, and what would have kept the rest down?"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import select, text

from upstream.domain.alerts.maintenance import Calendar
from upstream.domain.alerts.maintenance_events import Maintenance
from upstream.domain.alerts.rehearsal import Outcome, Past, Word, rehearse
from upstream.domain.alerts.rule import Created, tidied
from upstream.domain.alerts.terms import RuleTerms
from upstream.domain.drift.severity import Bands, SeverityLabel, severity_label
from upstream.projections.alerts.alert_versions import alerts as alert_versions
from upstream.projections.alerts.lessons import NEEDS as LESSONS
from upstream.projections.alerts.lessons import spoken_of
from upstream.projections.alerts.maintenance import NEEDS as MAINTENANCE
from upstream.projections.alerts.seen_before import seen_since
from upstream.projections.alerts.tables import maintenance_windows as m
from upstream.projections.drift.finding_versions import findings
from upstream.projections.judgments.judgment_versions import judgments
from upstream.projections.money import dollars
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.settings.settings_versions import bands_at
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (findings, alert_versions, judgments, *LESSONS, *MAINTENANCE, *SETTINGS)

YEAR: Final = timedelta(days=365)
SHOWN_MAX: Final = 500

_VERDICTS = text(
    "SELECT DISTINCT ON (a.finding_id, a.episode) a.finding_id, a.episode, j.verdict"
    " FROM judgments j JOIN alerts a ON a.customer_id = j.customer_id"
    "  AND a.alert_id = j.alert_id AND a.from_position <= :position AND a.to_position > :position"
    " WHERE j.customer_id = :customer_id"
    "  AND j.from_position <= :position AND j.to_position > :position"
    " ORDER BY a.finding_id, a.episode, j.from_position DESC"
)


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """One sighting and how its evaluation would have ended. `verdict` is what an operator said of
    an alert, of any rule, about the same finding.
    """

    at: datetime
    finding_id: UUID
    product: str
    kind: str
    payer: str
    cpt_group: str | None
    severity: float
    severity_label: SeverityLabel
    dollars_at_risk: str
    explanation: str
    result: str
    reason: str
    held_until: datetime | None
    verdict: str | None


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """`ended` counts every result, `reasons` every reason of those that were not raised.

    `precision` = real / (real + noise) over the findings that would have been raised and were
    judged; None where none was. `items`: what was raised or kept down, the latest first.
    """

    position: int
    since: datetime
    until: datetime
    sightings: int
    ended: dict[str, int]
    reasons: dict[str, int]
    held: int
    messages: int
    judged: int
    precision: float | None
    items: list[Rehearsed]


def dry_run(
    view: View, terms: RuleTerms, *, rule_id: UUID | None, time_zone: str, now: datetime
) -> DryRun:
    """Raises `AlertRuleInvalid`. With `rule_id`, what that rule had learned counts."""
    rule = Created(tidied(terms), is_on=True)
    past = Past(
        sightings=seen_since(view, now - YEAR, time_zone),
        words=_words(view, rule_id) if rule_id else (),
        calendar=_calendar(view),
        time_zone=time_zone,
    )
    outcomes = rehearse(rule, past)
    verdicts = {
        (row.finding_id, row.episode): row.verdict
        for row in view.connection.execute(_VERDICTS, view.bind)
    }
    return _document(view, rule, outcomes, verdicts, now)


def _words(view: View, rule_id: UUID) -> list[Word]:
    return sorted(spoken_of(view, rule_id), key=lambda word: word.at)


def _calendar(view: View) -> Calendar:
    rows = view.connection.execute(select(m).where(standing(m, view))).mappings()
    return Calendar(
        {
            row["window_id"]: None
            if row["is_cancelled"]
            else Maintenance(
                begins_at=row["begins_at"],
                ends_at=row["ends_at"],
                reason=row["reason"],
                payer=row["payer"],
            )
            for row in rows
        }
    )


def _document(
    view: View,
    rule: Created,
    outcomes: list[Outcome],
    verdicts: dict[tuple[UUID, int], str],
    now: datetime,
) -> DryRun:
    ended: Counter[str] = Counter(outcome.evaluation.result for outcome in outcomes)
    bands = bands_at(view)
    told = [_rehearsed(outcome, verdicts, bands) for outcome in outcomes]
    raised = [each for each in told if each.result == "raised"]
    said = Counter(each.verdict for each in raised if each.verdict)
    decided = said["real"] + said["noise"]
    shown = [each for each in told if each.result in {"raised", "suppressed"}]
    return DryRun(
        position=view.position,
        since=now - YEAR,
        until=now,
        sightings=len(outcomes),
        ended={
            result: ended[result]
            for result in ("raised", "grouped", "suppressed", "no_rule_matched")
        },
        reasons=dict(Counter(each.reason for each in told if each.result != "raised")),
        held=sum(each.held_until is not None for each in raised),
        messages=len(raised) * len(rule.terms.channels),
        judged=sum(said.values()),
        precision=round(said["real"] / decided, 4) if decided else None,
        items=shown[::-1][:SHOWN_MAX],
    )


def _rehearsed(outcome: Outcome, verdicts: dict[tuple[UUID, int], str], bands: Bands) -> Rehearsed:
    sighting, ended = outcome.seen.sighting, outcome.evaluation
    return Rehearsed(
        at=outcome.seen.at,
        finding_id=sighting.finding_id,
        product=sighting.product,
        kind=sighting.kind,
        payer=sighting.payer,
        cpt_group=sighting.cpt_group,
        severity=sighting.severity_bps / 10_000,
        severity_label=severity_label(sighting.severity_bps, bands),
        dollars_at_risk=dollars(sighting.at_risk_cents),
        explanation=sighting.headline,
        result=ended.result,
        reason=ended.reason,
        held_until=ended.held_until,
        verdict=verdicts.get((sighting.finding_id, sighting.episode)),
    )
