"""Scores, grades, and what is unusual against a customer's own files."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.quality.anomalies import UPLOADS_MIN, Earlier, anomalies_of, stability_index
from upstream.domain.quality.assessment import WEIGHTS, grade_of, scores_of, timeliness
from upstream.domain.quality.completeness import EXPECTED
from upstream.domain.quality.fields import FIELD_NAMES
from upstream.domain.quality.measures import ChunkQuality, added_up
from upstream.domain.uploads.counts import Counts

pytestmark = pytest.mark.feature("DQ-5")

TODAY = date(2026, 6, 30)
counted = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 5_000), min_size=1)


def earlier(
    rows: int = 1_000, *, repeated: int = 0, denied: float = 0.2, unsaid: float = 0.0
) -> Earlier:
    """A file of so many rows, of which a share is denied and a share has no billed amount."""
    outcomes = {"DENIED": round(rows * denied), "PAID": rows - round(rows * denied)}
    measures = ChunkQuality(
        rows=rows,
        missing={"billed_amount": round(rows * unsaid)} if unsaid else {},
        outcomes={outcome: count for outcome, count in outcomes.items() if count},
        payers={"Aetna": rows // 2, "Cigna": rows - rows // 2},
        newest=TODAY,
    )
    counts = Counts(rows_read=rows, rows_new=rows - repeated, rows_repeated=repeated)
    return Earlier(counts, measures)


HISTORY = [earlier(rows) for rows in (950, 1_000, 1_050, 1_100, 990, 1_010)]


def kinds(now: Earlier, history: list[Earlier]) -> list[str]:
    return [anomaly.kind for anomaly in anomalies_of(now, history)]


def test_weights_add_up_to_a_whole() -> None:
    assert sum(WEIGHTS.values()) == 100


def test_a_perfect_file_scores_one_and_an_empty_one_nothing() -> None:
    perfect = scores_of(Counts(rows_read=10, rows_new=10), earlier(10).measures, TODAY)
    nothing = scores_of(Counts(), ChunkQuality(), TODAY)

    assert (perfect.score, perfect.grade) == (10_000, "A+")
    assert (nothing.score, nothing.grade) == (0, "F")


def test_a_rejected_row_is_no_sound_row_and_a_blank_line_is_none_at_all() -> None:
    measures = msgspec.structs.replace(earlier(8).measures, rows_flagged=1, rows_refused=1)
    counts = Counts(rows_read=12, rows_new=7, rows_rejected=3, rows_skipped=2)

    assert scores_of(counts, measures, TODAY).validity == 6_000


@pytest.mark.parametrize(
    ("days", "share"), [(0, 10_000), (7, 10_000), (49, 4_940), (90, 0), (5_000, 0)]
)
def test_timeliness_falls_evenly_from_a_week_to_ninety_days(days: int, share: int) -> None:
    assert timeliness(TODAY - timedelta(days), TODAY) == share


@pytest.mark.parametrize(
    ("score", "grade"), [(9_500, "A+"), (9_499, "A"), (8_000, "B"), (6_000, "D"), (5_999, "F")]
)
def test_grades_begin_at_their_mark(score: int, grade: str) -> None:
    assert grade_of(score) == grade


def test_a_usual_file_is_not_unusual() -> None:
    assert kinds(earlier(1_020), HISTORY) == []


def test_nothing_is_unusual_before_there_is_a_history() -> None:
    assert kinds(earlier(5, denied=1), HISTORY[: UPLOADS_MIN - 1]) == []


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (earlier(20_000), ["volume"]),
        (earlier(10), ["volume"]),
        (earlier(unsaid=0.25), ["missing_data"]),
        (earlier(unsaid=0.15), []),
        (earlier(denied=0.6), ["outcome_shift"]),
        (earlier(denied=0.25), []),
        (earlier(repeated=600), ["duplicates"]),
        (earlier(repeated=100), []),
    ],
)
def test_what_differs_is_named(now: Earlier, found: list[str]) -> None:
    assert kinds(now, HISTORY) == found


def test_much_of_the_same_is_no_anomaly() -> None:
    """Sixty percent denied is usual where it always was."""
    assert kinds(earlier(denied=0.6), [earlier(denied=0.6)] * 6) == []


def still_open(now: Earlier, share: float) -> Earlier:
    """With so many of the claims not decided yet, and the others decided as they were."""
    kept = {name: round(count * (1 - share)) for name, count in now.measures.outcomes.items()}
    kept["PENDING"] = now.measures.rows - sum(kept.values())
    return Earlier(now.counts, msgspec.structs.replace(now.measures, outcomes=kept))


def test_claims_nobody_decided_yet_are_no_other_mix_of_outcomes() -> None:
    """The youngest file always has them."""
    assert kinds(still_open(earlier(), 0.7), HISTORY) == []
    assert kinds(still_open(earlier(denied=0.6), 0.7), HISTORY) == ["outcome_shift"]
    assert kinds(still_open(earlier(denied=0.6), 0.99), HISTORY) == []


@given(counted, counted)
def test_the_stability_index_is_symmetrical_and_never_negative(
    now: dict[str, int], before: dict[str, int]
) -> None:
    index = stability_index(now, before)

    assert index >= 0
    assert index == pytest.approx(stability_index(before, now))
    assert stability_index(now, now) == pytest.approx(0)


@given(st.lists(st.integers(1, 500), max_size=8))
def test_parts_add_up_in_any_grouping(sizes: list[int]) -> None:
    parts = [earlier(size).measures for size in sizes]
    half = len(parts) // 2

    assert added_up([added_up(parts[:half]), added_up(parts[half:])]) == added_up(parts)


def test_every_expected_field_can_be_read_off_a_claim() -> None:
    assert set(EXPECTED) <= set(FIELD_NAMES)
