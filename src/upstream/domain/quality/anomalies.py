"""What is unusual about a file, measured against the customer's own files before it.

Only its own history counts: 40 % denials are no anomaly where they are usual, a jump is one.
Below `UPLOADS_MIN` earlier uploads nothing is unusual yet.

volume        |z| of log rows, robust: 0.6745 (x - median) / MAD, Iglewicz and Hoaglin 1993, who
              suggest 3.5; high from 7. The MAD is taken as at least log 1.1: customers whose files
              are all of one length must not be told about every row more.
missing_data  a field is missing 20 points more often than before, high from 50
outcome_shift of decided claims, payer_shift
              population stability index, sum (p - q) ln (p / q): from 0.25 (the usual mark of a
              large shift), high from 0.5; and thrice what chance alone brings, (k - 1)(1/n + 1/m)
duplicates    rows that said nothing new are 20 points more frequent than before, high from 50
"""

from collections.abc import Iterator, Mapping, Sequence
from math import log
from statistics import median
from typing import Final, Literal

import msgspec

from upstream.domain.quality.assessment import Anomaly, AnomalyKind
from upstream.domain.quality.completeness import EXPECTED, expected_of
from upstream.domain.quality.fields import FieldName
from upstream.domain.quality.measures import ChunkQuality, added_up
from upstream.domain.uploads.counts import Counts

UPLOADS_MIN: Final = 5
UPLOADS_MAX: Final = 30
"""The latest so many are the history."""
ROWS_MIN: Final = 100
"""Shares of fewer rows are noise."""

Z_MEDIUM: Final = 3.5
Z_HIGH: Final = 7.0
SHARE_MEDIUM: Final = 0.2
SHARE_HIGH: Final = 0.5
PSI_MEDIUM: Final = 0.25
PSI_HIGH: Final = 0.5
_MAD_MIN: Final = log(1.1)
_CHANCE_TIMES: Final = 3


class Earlier(msgspec.Struct, frozen=True):
    """An upload before this one, as it was assessed."""

    counts: Counts
    measures: ChunkQuality


def anomalies_of(now: Earlier, history: Sequence[Earlier]) -> tuple[Anomaly, ...]:
    """In the order of the list above; `history` from the oldest to the newest."""
    past = history[-UPLOADS_MAX:]
    if len(past) < UPLOADS_MIN:
        return ()
    return tuple(_found(now, past))


def _found(now: Earlier, past: Sequence[Earlier]) -> Iterator[Anomaly]:
    yield from _volume(now, past)
    before = added_up(one.measures for one in past)
    if min(now.measures.rows, before.rows) < ROWS_MIN:
        return
    for field in EXPECTED:
        yield from _missing(field, now.measures, before)
    decided, usual = _decided(now.measures), _decided(before)
    if min(sum(decided.values()), sum(usual.values())) >= ROWS_MIN:
        yield from _shift("outcome_shift", decided, usual)
    yield from _shift("payer_shift", now.measures.payers, before.payers)
    yield from _duplicates(now, past)


def _volume(now: Earlier, past: Sequence[Earlier]) -> Iterator[Anomaly]:
    sizes = [log(1 + one.counts.rows_read) for one in past]
    middle = median(sizes)
    spread = max(median(abs(size - middle) for size in sizes), _MAD_MIN)
    score = 0.6745 * (log(1 + now.counts.rows_read) - middle) / spread
    if abs(score) >= Z_MEDIUM:
        usual = round(median(one.counts.rows_read for one in past))
        more = "more" if score > 0 else "fewer"
        yield Anomaly(
            kind="volume",
            level=_level(abs(score), Z_HIGH),
            statistic=round(score * 1_000),
            explanation=f"{now.counts.rows_read:,} rows, far {more} than the usual {usual:,}.",
        )


def _missing(field: FieldName, now: ChunkQuality, before: ChunkQuality) -> Iterator[Anomaly]:
    share, usual = _missing_share(now, field), _missing_share(before, field)
    if share is None or usual is None or share - usual < SHARE_MEDIUM:
        return
    yield Anomaly(
        kind="missing_data",
        level=_level(share - usual, SHARE_HIGH),
        statistic=round(share * 1_000),
        explanation=f"{share:.0%} of the claims that should say it do not; usually {usual:.0%}.",
        field=field,
    )


def _missing_share(measures: ChunkQuality, field: FieldName) -> float | None:
    expected = expected_of(measures.outcomes, field)
    return measures.missing.get(field, 0) / expected if expected >= ROWS_MIN else None


def _decided(measures: ChunkQuality) -> dict[str, int]:
    """Claims by how they were decided. One that is still open has no outcome: the youngest file
    has the most of them, and is not unusual for that.
    """
    return {name: count for name, count in measures.outcomes.items() if name != "PENDING"}


def _shift(
    kind: AnomalyKind, now: Mapping[str, int], before: Mapping[str, int]
) -> Iterator[Anomaly]:
    index = stability_index(now, before)
    kinds = len(set(now) | set(before))
    chance = (kinds - 1) * (1 / sum(now.values()) + 1 / sum(before.values()))
    if index < max(PSI_MEDIUM, _CHANCE_TIMES * chance):
        return
    what = "outcomes" if kind == "outcome_shift" else "payers"
    yield Anomaly(
        kind=kind,
        level=_level(index, PSI_HIGH),
        statistic=round(index * 1_000),
        explanation=f"The mix of {what} is another than usual (stability index {index:.2f}).",
    )


def stability_index(now: Mapping[str, int], before: Mapping[str, int]) -> float:
    """PSI of two counts by category; half a claim is added everywhere, so that none is 0."""
    kinds = sorted(set(now) | set(before))
    here, there = (sum(counts.values()) + len(kinds) / 2 for counts in (now, before))
    total = 0.0
    for kind in kinds:
        p, q = (now.get(kind, 0) + 0.5) / here, (before.get(kind, 0) + 0.5) / there
        total += (p - q) * log(p / q)
    return total


def _duplicates(now: Earlier, past: Sequence[Earlier]) -> Iterator[Anomaly]:
    share = _repeated([now])
    usual = _repeated(past)
    if share - usual >= SHARE_MEDIUM:
        yield Anomaly(
            kind="duplicates",
            level=_level(share - usual, SHARE_HIGH),
            statistic=round(share * 1_000),
            explanation=f"{share:.0%} of the rows said nothing new; usually {usual:.0%}.",
        )


def _repeated(uploads: Sequence[Earlier]) -> float:
    rows = sum(one.counts.rows_read for one in uploads)
    return sum(one.counts.rows_repeated for one in uploads) / rows if rows else 0.0


def _level(value: float, high: float) -> Literal["medium", "high"]:
    return "high" if value >= high else "medium"
