"""The judge of years of requirements: what counts as found, for how long, and on which decoy."""

from datetime import date, timedelta

import pytest

from upstream.application.seed.labelled import AnswerSheet
from upstream.application.seed.labelled.requirements import CodeDecoy, CodeLabel
from upstream.cli.bench.detection.judging import Fired, Place
from upstream.cli.bench.detection.requirements.replaying import as_seen
from upstream.cli.bench.detection.scoring import Score, add, episodes
from upstream.domain.drift.counts import Contracted

pytestmark = pytest.mark.feature("DR-4", "DR-5", "DR-7")

BEGINS = date(2024, 6, 24)
STEP = BEGINS + timedelta(days=200)
ASKED = CodeLabel(
    kind="authorization",
    payer="Acme",
    cpt_group="Radiology",
    cpt="70450",
    denial_reason="CO-197",
    begins_on=STEP,
    shape="step",
    size=0.2,
    rises=True,
)
OF_SERVICES = CodeLabel(
    kind="authorization",
    payer="Cedar",
    cpt_group="Radiology",
    cpt="70450",
    begins_on=STEP,
    ends_on=STEP + timedelta(days=28),
    shape="pulse",
    size=0.2,
    rises=True,
    acts_on="service",
)
ALWAYS = CodeLabel(
    kind="underpayment",
    payer="Acme",
    cpt_group="Laboratory",
    cpt="80053",
    begins_on=BEGINS,
    shape="step",
    size=0.1,
    rises=False,
)
SHEET = AnswerSheet(
    seed=1,
    begins_on=BEGINS,
    until=BEGINS + timedelta(days=350),
    payers=("Acme", "Cedar"),
    cpt_groups=("Radiology", "Laboratory"),
    denial_reasons=("CO-197",),
    drifts=(ASKED, OF_SERVICES, ALWAYS),
    decoys=(
        CodeDecoy(decoy="new_rates", of="underpayment", payer="Cedar", begins_on=STEP),
        CodeDecoy(
            decoy="other_denials", of="authorization", payer="Cedar", cpt="71046", begins_on=STEP
        ),
    ),
)


def _asked(days: int, payer: str = "Acme", cpt: str = "70450") -> Fired:
    place = Place("authorization", payer, "Radiology", cpt)
    return Fired(STEP + timedelta(days=days), place, rises=True)


def _short(days: int, payer: str = "Acme", cpt: str = "80053") -> Fired:
    place = Place("underpayment", payer, "Laboratory", cpt)
    return Fired(STEP + timedelta(days=days), place, rises=False)


@pytest.mark.parametrize(
    ("fired", "verdict", "decoy"),
    [
        (_asked(10), "true", None),
        (_asked(64), "related", None),
        (_asked(-7), "false", None),
        (_asked(10, cpt="71046"), "false", None),
        (_asked(70, "Cedar"), "true", None),
        (_asked(71, "Cedar"), "related", None),
        (_asked(10, "Cedar", "71046"), "false", "other_denials"),
        (_short(-30), "true", None),
        (_short(140), "true", None),
        (_short(10, cpt="85025"), "false", None),
        (_short(10, "Cedar"), "false", "new_rates"),
    ],
)
def test_an_episode_is_judged_by_code(fired: Fired, verdict: str, decoy: str | None) -> None:
    (judged,) = episodes(SHEET, [fired])

    assert (judged.verdict, judged.decoy) == (verdict, decoy)


def test_what_always_was_counts_as_found_and_has_no_delay() -> None:
    score = Score()
    add(score, SHEET, [_short(-30), _asked(21)], 100)

    assert (score.found, score.true, score.false, score.wrong_way) == (2, 2, 0, 0)
    assert score.delays == [21]


def test_a_look_sees_the_lines_decided_before_it() -> None:
    weeks, ones = [0, 3, 10, 40], [1, 1, 1, 1]
    whole = Contracted("Acme", "80053", "Laboratory", weeks, [5, 6, 7, 8], *[ones] * 5)

    seen = as_seen(whole, 47, 21)

    assert (seen.weeks, seen.lines, seen.owed_cents) == ([0, 7], [6, 7], [1, 1])
