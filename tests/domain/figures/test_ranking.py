"""Places, equal places, and payers that nobody can place."""

from datetime import date, timedelta

import pytest

from upstream.domain.figures.ranking import ranked
from upstream.domain.figures.scorecard import Day, Score, Treated, scores
from upstream.domain.figures.waits import Waits

pytestmark = pytest.mark.feature("RD-5")

SINCE, UNTIL = date(2026, 4, 1), date(2026, 7, 1)


def treated(
    payer: str, *, claims: int = 10, denied: int = 1, days: int = 10, allowed: int = 100
) -> Treated:
    """So many claims first decided on every day of both ranges, all after so many days."""
    span = range((UNTIL - SINCE).days * 2)
    decided = [
        Day(UNTIL - timedelta(days=day + 1), claims, denied, 0, claims, denied, 100 * denied)
        for day in reversed(span)
    ]
    waits = Waits({0: 90 * claims}, {days: 90 * claims}, {})
    return Treated(
        payer=payer,
        submitted=decided,
        first=decided,
        decided=decided,
        waits=waits,
        waits_before=waits,
        open_claims=5,
        open_billed=500,
        priced=claims * 90,
        allowed=allowed,
        expected=100,
    )


def judged(*given: Treated) -> list[Score]:
    return scores(given, SINCE, UNTIL)


def test_the_best_by_every_measure_is_first() -> None:
    found = ranked(
        judged(
            treated("Slow", denied=3, days=30, allowed=80),
            treated("Good", denied=1, days=10, allowed=120),
            treated("Fair", denied=2, days=20, allowed=100),
        )
    )

    assert [(one.score.payer, one.rank) for one in found] == [("Good", 1), ("Fair", 2), ("Slow", 3)]
    assert found[0].said == (
        "Of 3 payers: 1st by first denials, 1st by days to decision, 1st by allowed amounts."
    )


def test_equals_share_a_rank_and_the_order_of_rows_does_not_matter() -> None:
    one, other, third = treated("A"), treated("B"), treated("C", denied=4)
    found = ranked(judged(one, other, third))

    assert [(each.score.payer, each.rank) for each in found] == [("A", 1), ("B", 1), ("C", 3)]
    again = ranked(judged(third, other, one))
    assert [(each.score.payer, each.rank) for each in again] == [("A", 1), ("B", 1), ("C", 3)]


def test_a_payer_with_few_claims_has_no_rank_and_takes_none_away() -> None:
    few = treated("Few", claims=0, denied=0)
    (first, last) = ranked(judged(few, treated("Many")))

    assert (first.score.payer, first.rank, first.of) == ("Many", 1, 1)
    assert last.rank is None
    assert last.said.startswith("Too few claims")


def test_nothing_changed_where_every_day_was_alike() -> None:
    (score,) = judged(treated("Even"))

    assert score.rate_change.verdict == "no clear change"
    assert score.rate_change.delta == 0
    assert score.days_change.verdict == "no clear change"
    assert score.first.rate == 0.1
    assert score.silence is not None
    assert (score.silence.days, score.silence.unusual) == (0, False)


def test_a_payer_that_decides_nothing_while_claims_wait_is_silent() -> None:
    usual = treated("Quiet")
    (score,) = judged(usual._replace(decided=usual.decided[:-9], first=usual.first[:-9]))

    assert score.silence is not None
    assert (score.silence.days, score.silence.longest_gap) == (9, 1)
    assert score.silence.unusual
    (nothing_waits,) = judged(usual._replace(decided=usual.decided[:-9], open_claims=0))
    assert nothing_waits.silence is not None
    assert not nothing_waits.silence.unusual
