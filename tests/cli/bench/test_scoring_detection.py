"""The judge of the detection benchmark, and the yardsticks beside it."""

import random
from datetime import date, timedelta
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.application.seed.labelled import AnswerSheet, DecoyLabel, DriftLabel
from upstream.cli.bench.detection.judging import Fired, Place
from upstream.cli.bench.detection.scoring import Score, add, episodes
from upstream.cli.bench.detection.streams import AdaptiveWindow
from upstream.cli.bench.detection.thresholds import benjamini_hochberg, mid_p

BEGINS = date(2024, 6, 24)
STEP = BEGINS + timedelta(days=200)
LABEL = DriftLabel(
    kind="denial_rate",
    payer="Acme",
    cpt_group="Radiology",
    begins_on=STEP,
    shape="step",
    size=1.0,
    rises=True,
)
SHEET = AnswerSheet(
    seed=1,
    begins_on=BEGINS,
    until=BEGINS + timedelta(days=350),
    payers=("Acme", "Cedar"),
    cpt_groups=("Radiology", "Laboratory"),
    denial_reasons=("CO-16",),
    drifts=(LABEL,),
    decoys=(DecoyLabel(decoy="mix_shift", payer="Cedar", cpt_group="Radiology", begins_on=STEP),),
)
PLACE = Place("denial_rate", "Acme", "Radiology")
PROBABILITIES = st.integers(0, 10_000).map(lambda part: part / 10_000)


def _fired(days: int, place: Place = PLACE, *, rises: bool = True) -> Fired:
    return Fired(STEP + timedelta(days=days), place, rises, 0.9)


@pytest.mark.parametrize(
    ("fired", "verdict"),
    [
        (_fired(10), "true"),
        (_fired(63), "true"),
        (_fired(64), "related"),
        (_fired(0), "false"),
        (_fired(-7), "false"),
        (_fired(10, Place("denial_reason", "Acme", None, "CO-16")), "related"),
        (_fired(10, Place("days_to_decision", "Acme", "Radiology")), "false"),
        (_fired(10, Place("denial_rate", "Acme", "Laboratory")), "false"),
        (_fired(10, Place("denial_rate", "Cedar", "Laboratory")), "false"),
    ],
)
def test_an_episode_is_judged_by_when_and_where_it_began(fired: Fired, verdict: str) -> None:
    (judged,) = episodes(SHEET, [fired])
    assert judged.verdict == verdict


def test_findings_of_neighbouring_weeks_are_one_episode() -> None:
    weekly = [_fired(7 * week) for week in range(1, 6)]
    assert len(episodes(SHEET, weekly)) == 1
    assert len(episodes(SHEET, [*weekly, _fired(7 * 9)])) == 2


def test_a_finding_on_a_decoy_is_named() -> None:
    (judged,) = episodes(SHEET, [_fired(10, Place("denial_rate", "Cedar", "Radiology"))])
    assert (judged.verdict, judged.decoy) == ("false", "mix_shift")


def test_figures_are_added_up() -> None:
    score = Score()
    wrong = _fired(14, rises=False)
    add(score, SHEET, [wrong, _fired(10, Place("denial_rate", "Cedar", "Laboratory"))], 500)
    assert (score.true, score.false, score.found, score.drifts) == (1, 1, 1, 1)
    assert (score.precision, score.recall) == (0.5, 1.0)
    assert score.f1 == pytest.approx(2 / 3)
    assert (score.delay_days, score.wrong_way, score.interruptions) == (14, 1, 2.0)
    assert score.sure(0.85, 0.95) == (2, 1)


def test_adwin_notices_a_step_and_leaves_a_calm_stream_alone() -> None:
    draw = random.Random(3)  # noqa: S311  a simulation
    calm, stepped = AdaptiveWindow(), AdaptiveWindow()
    assert not any(calm.takes(float(draw.random() < 0.1)) for _ in range(3_000))
    cuts = [
        stepped.takes(float(draw.random() < (0.1 if number < 1_500 else 0.5)))
        for number in range(3_000)
    ]
    assert not any(cuts[:1_500])
    assert any(cuts[1_500:1_800])
    assert stepped.mean == pytest.approx(0.5, abs=0.1)


def _exact_mid_p(now: int, of_now: int, before: int, of_before: int) -> Fraction:
    events, claims = now + before, of_now + of_before
    ways = {
        count: comb(of_now, count) * comb(of_before, events - count)
        for count in range(max(0, events - of_before), min(events, of_now) + 1)
    }
    below = sum(way for count, way in ways.items() if count < now)
    above = sum(way for count, way in ways.items() if count > now)
    tail = Fraction(2 * min(below, above) + ways[now], comb(claims, events))
    return min(Fraction(1), tail)


@given(st.data(), st.integers(1, 60), st.integers(1, 400))
def test_mid_p_is_fishers_test_with_half_of_the_observed_table(
    data: st.DataObject, of_now: int, of_before: int
) -> None:
    now = data.draw(st.integers(0, of_now))
    before = data.draw(st.integers(0, of_before))
    exact = float(_exact_mid_p(now, of_now, before, of_before))
    assert mid_p(now, of_now, before, of_before) == pytest.approx(exact, rel=1e-6, abs=1e-12)


@given(st.lists(PROBABILITIES, max_size=40), st.sampled_from([0.01, 0.05, 0.2]))
def test_q_values_below_a_level_are_what_the_step_up_rule_rejects(
    p_values: list[float], level: float
) -> None:
    tests = len(p_values)
    ordered = sorted(p_values)
    passing = [rank for rank in range(1, tests + 1) if ordered[rank - 1] * tests / rank <= level]
    threshold = ordered[max(passing) - 1] if passing else -1.0
    q_values = benjamini_hochberg(p_values)
    assert [q <= level for q in q_values] == [p <= threshold for p in p_values]
