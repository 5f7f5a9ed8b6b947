"""How good is one file, so far or in the end; which claims of it broke which rule?"""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Table, select

from upstream.domain.claims.layout import Layout
from upstream.domain.quality.assessment import (
    Anomaly,
    Assessment,
    Grade,
    said_share,
    scores_of,
)
from upstream.domain.quality.completeness import EXPECTED, SCORED, expected_of
from upstream.domain.quality.fields import FieldName
from upstream.domain.quality.measures import Broken, ChunkQuality, added_up
from upstream.domain.quality.rule import Rule, Rules, Severity
from upstream.domain.uploads.counts import Counts
from upstream.projections.quality.tables import upload_assessments as a
from upstream.projections.quality.tables import upload_quality_chunks as c
from upstream.projections.quality.tables import upload_rule_sets as s
from upstream.projections.quality.upload_quality import upload_quality
from upstream.projections.uploads.list_uploads import NEEDS as UPLOADS
from upstream.projections.uploads.list_uploads import upload
from upstream.projections.view import View

NEEDS = (upload_quality, *UPLOADS)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Shares from 0 to 1; the formula is in `domain/quality/assessment.py`."""

    score: float
    grade: Grade
    validity: float
    completeness: float
    timeliness: float
    uniqueness: float


class FieldCompleteness(msgspec.Struct, frozen=True, kw_only=True):
    """`share` is None where no claim of the file should say the field."""

    field: str
    expected: int
    missing: int
    share: float | None
    told: bool
    """Whether the file can say it at all."""
    scored: bool


class RuleResult(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the upload's own set; `lines` are the first physical lines that broke it."""

    key: str
    version: int
    name: str
    severity: Severity
    rows: int
    lines: list[int]


class QualityReport(msgspec.Struct, frozen=True, kw_only=True):
    """One upload's. While it is recorded the figures are those of the rows so far."""

    upload_id: UUID
    status: str
    rows_checked: int
    rows_flagged: int
    rows_refused: int
    """Rejected by a rule; other rejected rows could not be read as claims at all."""
    rows_rejected: int
    figures: Figures | None
    """None until the first rows, and for a file without any."""
    completeness: list[FieldCompleteness]
    rules: list[RuleResult]
    anomalies: list[Anomaly]
    compared_with: int | None
    """How many earlier uploads; None until the upload has ended and was assessed."""
    assessed_at: datetime | None


def quality_report(view: View, upload_id: UUID) -> QualityReport:
    """As known at the view's position. Raises `UploadUnknown`."""
    known = upload(view, upload_id)
    parts = _documents(view, c, "quality", upload_id)
    measures = added_up(msgspec.convert(part, ChunkQuality) for part in parts)
    rules = msgspec.convert(next(iter(_documents(view, s, "rules", upload_id)), []), Rules)
    counts = Counts(**{name: getattr(known, name) for name in Counts.__struct_fields__})
    assessed = _assessed(view, upload_id)
    return QualityReport(
        upload_id=upload_id,
        status=known.status,
        rows_checked=measures.rows,
        rows_flagged=measures.rows_flagged,
        rows_refused=measures.rows_refused,
        rows_rejected=counts.rows_rejected,
        figures=_figures(known.layout, counts, measures),
        completeness=[completeness_of(measures, field) for field in EXPECTED] if parts else [],
        rules=results_of(rules, measures),
        anomalies=list(assessed[0].anomalies) if assessed else [],
        compared_with=assessed[0].compared_with if assessed else None,
        assessed_at=assessed[1] if assessed else None,
    )


def _figures(layout: Layout | None, counts: Counts, measures: ChunkQuality) -> Figures | None:
    if layout is None or not counts.rows_meant:
        return None
    scores = scores_of(counts, measures, layout.today)
    return Figures(
        score=scores.score / 10_000,
        grade=scores.grade,
        validity=scores.validity / 10_000,
        completeness=scores.completeness / 10_000,
        timeliness=scores.timeliness / 10_000,
        uniqueness=scores.uniqueness / 10_000,
    )


def completeness_of(measures: ChunkQuality, field: FieldName) -> FieldCompleteness:
    share = said_share(measures, field)
    return FieldCompleteness(
        field=field,
        expected=expected_of(measures.outcomes, field),
        missing=measures.missing.get(field, 0),
        share=None if share is None else share / 10_000,
        told=field not in measures.untold,
        scored=field in SCORED,
    )


def results_of(rules: Rules, measures: ChunkQuality) -> list[RuleResult]:
    """Every rule of the set, the most often broken first."""
    found = {one.rule: one for one in measures.broken}
    results = [_result(rule, found.get(place)) for place, rule in enumerate(rules)]
    return sorted(results, key=lambda result: -result.rows)


def _result(rule: Rule, broken: Broken | None) -> RuleResult:
    return RuleResult(
        key=rule.key,
        version=rule.version,
        name=rule.name,
        severity=rule.severity,
        rows=broken.rows if broken else 0,
        lines=list(broken.lines) if broken else [],
    )


def _documents(view: View, table: Table, column: str, upload_id: UUID) -> list[object]:
    statement = (
        select(table.c[column])
        .where(
            table.c.customer_id == view.customer_id,
            table.c.upload_id == upload_id,
            table.c.position <= view.position,
        )
        .order_by(table.c.position)
    )
    return list(view.connection.execute(statement).scalars())


def _assessed(view: View, upload_id: UUID) -> tuple[Assessment, datetime] | None:
    statement = select(a.c.assessment, a.c.assessed_at).where(
        a.c.customer_id == view.customer_id,
        a.c.upload_id == upload_id,
        a.c.position <= view.position,
    )
    row = view.connection.execute(statement).first()
    return None if row is None else (msgspec.convert(row.assessment, Assessment), row.assessed_at)
