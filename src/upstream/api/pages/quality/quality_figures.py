"""From reports and rules to what quality pages show: tiles, charts, sentences."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from upstream.api.charts.bars import Bar, Wording, bars
from upstream.api.charts.wording import count, percent
from upstream.api.pages.frame.tiles import Tile
from upstream.api.pages.frame.words import field_said
from upstream.api.pages.quality.quality_view import BrokenRule, Unusual
from upstream.domain.quality.assessment import Anomaly
from upstream.projections.quality.dashboard import Direction, QualityDashboard
from upstream.projections.quality.reports import FieldCompleteness, QualityReport, RuleResult

KINDS: Final = {"error": "bad", "warning": "warn", "info": "other"}
"""The badge of each severity."""
_UNUSUAL: Final = {
    "volume": "Number of rows",
    "missing_data": "Missing",
    "outcome_shift": "Mix of outcomes",
    "payer_shift": "Mix of payers",
    "duplicates": "Repeated rows",
}
DIRECTIONS: Final[dict[Direction, str]] = {
    "improving": "Improving over the last seven uploads",
    "degrading": "Degrading over the last seven uploads",
    "steady": "Steady over the last seven uploads",
    "insufficient": "Fewer than 14 uploads: no trend yet",
}
_DEFINITIONS: Final = {
    "score": "45 % validity, 35 % completeness, 10 % timeliness and 10 % uniqueness.",
    "validity": "Rows kept without a warning, of all rows that are meant to be claims.",
    "completeness": "Claims that say what they should, given their outcome; the mean over fields.",
    "timeliness": "Full while the newest date is at most 7 days old, nothing from 90 days on.",
    "uniqueness": "Claims of the file that said something not known before.",
}


def report_tiles(report: QualityReport) -> tuple[Tile, ...]:
    found = report.figures
    if found is None:
        return ()
    rows = f"{count(report.rows_refused)} refused, {count(report.rows_flagged)} flagged"
    return (
        _tile("score", "Score", percent(found.score), f"Grade {found.grade}"),
        _tile("validity", "Validity", percent(found.validity), rows),
        _tile("completeness", "Completeness", percent(found.completeness)),
        _tile("timeliness", "Timeliness", percent(found.timeliness)),
        _tile("uniqueness", "Uniqueness", percent(found.uniqueness)),
    )


def quality_tiles(shown: QualityDashboard) -> tuple[Tile, ...]:
    grade = f" {shown.grade}" if shown.grade else ""
    rows = f"{count(shown.rows_refused)} of {count(shown.rows)} rows refused"
    return (
        _tile("score", "Score", percent(shown.score) + grade, DIRECTIONS[shown.direction]),
        _tile("validity", "Validity", percent(shown.validity), rows),
        _tile("completeness", "Completeness", percent(shown.completeness)),
        Tile(
            key="unusual",
            name="Unusual files",
            value=count(sum(bool(point.anomalies) for point in shown.trend)),
            definition="Files that were unlike this customer's files before them.",
            note=f"of {count(shown.uploads)} uploads",
        ),
    )


def _tile(key: str, name: str, value: str, note: str | None = None) -> Tile:
    return Tile(key=key, name=name, value=value, definition=_DEFINITIONS[key], note=note)


def completeness_chart(fields: Sequence[FieldCompleteness]) -> Markup:
    """Fields that no claim should say are left out; those the file cannot say are at 0."""
    known = [field for field in fields if field.share is not None]
    drawn = [
        Bar(
            label=field_said(field.field) + ("" if field.told else " (no column)"),
            amount=field.share or 0,
            said=percent(field.share),
            more=(count(field.missing), count(field.expected), "yes" if field.scored else "no"),
        )
        for field in known
    ]
    whole = sum(field.missing == 0 for field in known)
    words = Wording(
        key="completeness",
        title="Completeness by field",
        summary=f"{whole} of {len(known)} fields are complete.",
        columns=("Field", "Complete", "Missing", "Expected", "Counts in the score"),
        empty="No claim was checked yet.",
    )
    return bars(drawn, words, top=1)


def rules_chart(rules: Sequence[RuleResult]) -> Markup:
    """The ten rules that were broken most."""
    broken = [rule for rule in rules if rule.rows]
    drawn = [
        Bar(label=rule.name, amount=rule.rows, said=count(rule.rows), more=(rule.severity,))
        for rule in broken[:10]
    ]
    words = Wording(
        key="rules",
        title="Rules that do not hold",
        summary=f"{len(broken)} of {len(rules)} rules were broken.",
        columns=("Rule", "Rows", "Severity"),
        empty="Every rule holds for every row.",
    )
    return bars(drawn, words)


def broken_rules(rules: Sequence[RuleResult]) -> tuple[BrokenRule, ...]:
    return tuple(
        BrokenRule(
            name=rule.name,
            severity=rule.severity,
            kind=KINDS[rule.severity],
            rows=rule.rows,
            lines=", ".join(map(count, rule.lines)) + (" …" if rule.rows > len(rule.lines) else ""),
        )
        for rule in rules
        if rule.rows
    )


def unusual(anomaly: Anomaly, *, href: str | None = None, file_name: str | None = None) -> Unusual:
    title = _UNUSUAL[anomaly.kind]
    return Unusual(
        title=f"{title}: {field_said(anomaly.field).lower()}" if anomaly.field else title,
        explanation=anomaly.explanation,
        level=anomaly.level,
        href=href,
        file_name=file_name,
    )
