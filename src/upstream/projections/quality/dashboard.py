"""How good are the customer's files together, and is it getting better?"""

from datetime import datetime
from statistics import fmean
from typing import Final, Literal
from uuid import UUID

import msgspec

from upstream.domain.quality.assessment import Anomaly, Grade, grade_of
from upstream.domain.quality.completeness import EXPECTED
from upstream.domain.quality.measures import added_up
from upstream.projections.quality.history import NEEDS as HISTORY
from upstream.projections.quality.history import Assessed, assessed_uploads
from upstream.projections.quality.reports import FieldCompleteness, completeness_of
from upstream.projections.view import View

NEEDS = HISTORY

UPLOADS_SHOWN: Final = 60
SIDE: Final = 7
"""Uploads on each side of the comparison that says where it goes."""
STEP: Final = 0.05
"""A smaller difference of the two means is none."""

Direction = Literal["improving", "degrading", "steady", "insufficient"]


class QualityPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One upload in the trend."""

    upload_id: UUID
    file_name: str
    received_at: datetime
    score: float
    grade: Grade
    validity: float
    completeness: float
    rows: int
    rows_refused: int
    rows_flagged: int
    anomalies: list[Anomaly]


class QualityDashboard(msgspec.Struct, frozen=True, kw_only=True):
    """The latest `UPLOADS_SHOWN` assessed uploads, oldest first; the means are over them.

    `direction` compares the mean score of the latest seven with the seven before.
    """

    uploads: int
    score: float | None
    grade: Grade | None
    validity: float | None
    completeness: float | None
    direction: Direction
    rows: int
    rows_refused: int
    rows_flagged: int
    fields: list[FieldCompleteness]
    trend: list[QualityPoint]
    position: int


def quality(view: View) -> QualityDashboard:
    """As known at the view's position; one statement, a row an upload."""
    known = assessed_uploads(view, limit=UPLOADS_SHOWN)[::-1]
    measures = added_up(one.assessment.measures for one in known)
    points = [_point(one) for one in known]
    score = _mean([point.score for point in points])
    return QualityDashboard(
        uploads=len(points),
        score=score,
        grade=None if score is None else grade_of(round(score * 10_000)),
        validity=_mean([point.validity for point in points]),
        completeness=_mean([point.completeness for point in points]),
        direction=direction_of([point.score for point in points]),
        rows=sum(point.rows for point in points),
        rows_refused=measures.rows_refused,
        rows_flagged=measures.rows_flagged,
        fields=[completeness_of(measures, field) for field in EXPECTED] if points else [],
        trend=points,
        position=view.position,
    )


def recent_score(view: View) -> tuple[float, Grade] | None:
    """The mean of the latest `SIDE` uploads; None before the first."""
    known = assessed_uploads(view, limit=SIDE)
    if not known:
        return None
    score = fmean(one.assessment.scores.score for one in known)
    return score / 10_000, grade_of(round(score))


def direction_of(scores: list[float]) -> Direction:
    """Scores from the oldest to the newest."""
    if len(scores) < 2 * SIDE:
        return "insufficient"
    change = fmean(scores[-SIDE:]) - fmean(scores[-2 * SIDE : -SIDE])
    if abs(change) < STEP:
        return "steady"
    return "improving" if change > 0 else "degrading"


def _mean(values: list[float]) -> float | None:
    return fmean(values) if values else None


def _point(one: Assessed) -> QualityPoint:
    scores, measures = one.assessment.scores, one.assessment.measures
    return QualityPoint(
        upload_id=one.upload_id,
        file_name=one.file_name,
        received_at=one.received_at,
        score=scores.score / 10_000,
        grade=scores.grade,
        validity=scores.validity / 10_000,
        completeness=scores.completeness / 10_000,
        rows=one.assessment.counts.rows_read,
        rows_refused=measures.rows_refused,
        rows_flagged=measures.rows_flagged,
        anomalies=list(one.assessment.anomalies),
    )
