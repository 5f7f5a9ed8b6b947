"""The report of one upload: four measures, a score and a grade, and what was unusual.

All shares are basis points. The score is
    0.45 validity + 0.35 completeness + 0.10 timeliness + 0.10 uniqueness
so a file without a fault reaches 1. Its parts:
    validity      rows kept without a warning, of all rows that are meant to be claims
    completeness  the mean over `SCORED` fields of claims that say the field, of those that should
    timeliness    1 while the newest date of the file is at most 7 days old, then falling evenly to
                  0 at 90 days
    uniqueness    claims of the file that said something not known before
"""

from datetime import date
from typing import Final, Literal

import msgspec

from upstream.domain.quality.completeness import SCORED, expected_of
from upstream.domain.quality.fields import FieldName
from upstream.domain.quality.measures import ChunkQuality
from upstream.domain.units import BasisPoints, basis_points
from upstream.domain.uploads.counts import Counts

FORMULA: Final = 1
"""Raised whenever the same measures would be scored otherwise."""

FRESH_DAYS: Final = 7
STALE_DAYS: Final = 90
WEIGHTS: Final = {"validity": 45, "completeness": 35, "timeliness": 10, "uniqueness": 10}

Grade = Literal["A+", "A", "B+", "B", "C+", "C", "D", "F"]
_GRADES: Final[tuple[tuple[int, Grade], ...]] = (
    (9_500, "A+"),
    (9_000, "A"),
    (8_500, "B+"),
    (8_000, "B"),
    (7_500, "C+"),
    (7_000, "C"),
    (6_000, "D"),
    (0, "F"),
)
AnomalyKind = Literal["volume", "missing_data", "outcome_shift", "payer_shift", "duplicates"]


class Anomaly(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something this file does that the customer's files before it did not."""

    kind: AnomalyKind
    level: Literal["medium", "high"]
    explanation: str
    """Figures only, never a value of a row."""
    statistic: int
    """In thousandths: a z-score, a population stability index, or a share."""
    field: str | None = None


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """Basis points, 0 to 10 000."""

    validity: BasisPoints
    completeness: BasisPoints
    timeliness: BasisPoints
    uniqueness: BasisPoints
    score: BasisPoints
    grade: Grade


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of an upload, and everything the next assessments compare themselves with."""

    formula: int
    uploaded_on: date
    counts: Counts
    measures: ChunkQuality
    scores: Scores
    anomalies: tuple[Anomaly, ...]
    compared_with: int
    """How many uploads before it were looked at."""


def scores_of(counts: Counts, measures: ChunkQuality, uploaded_on: date) -> Scores:
    sound = measures.rows - measures.rows_flagged - measures.rows_refused
    known = counts.rows_new + counts.rows_changed + counts.rows_repeated
    parts = {
        "validity": basis_points(sound, counts.rows_meant),
        "completeness": completeness(measures),
        "timeliness": timeliness(measures.newest, uploaded_on),
        "uniqueness": basis_points(known - counts.rows_repeated, known),
    }
    score = BasisPoints(sum(WEIGHTS[name] * part for name, part in parts.items()) // 100)
    return Scores(**parts, score=score, grade=grade_of(score))


def completeness(measures: ChunkQuality) -> BasisPoints:
    """0 where there is no claim."""
    shares = [said for field in SCORED if (said := said_share(measures, field)) is not None]
    return BasisPoints(sum(shares) // len(shares)) if shares else BasisPoints(0)


def said_share(measures: ChunkQuality, field: FieldName) -> BasisPoints | None:
    """Claims that say the field, of those that should; None where none should."""
    expected = expected_of(measures.outcomes, field)
    if not expected:
        return None
    return basis_points(expected - measures.missing.get(field, 0), expected)


def timeliness(newest: date | None, uploaded_on: date) -> BasisPoints:
    if newest is None:
        return BasisPoints(0)
    days = (uploaded_on - newest).days
    left = min(max(STALE_DAYS - days, 0), STALE_DAYS - FRESH_DAYS)
    return basis_points(left, STALE_DAYS - FRESH_DAYS)


def grade_of(score: int) -> Grade:
    return next(grade for least, grade in _GRADES if score >= least)
