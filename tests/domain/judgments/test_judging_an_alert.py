"""An operator judges an alert, and may think again; every word stays on record."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.events import AlertJudged, JudgmentRevised
from upstream.domain.judgments.judgment import NOTE_MAX, decider
from upstream.domain.judgments.refusals import (
    NoteTooLong,
    RecoveredFromNoise,
    RecoveredNegative,
    RecoveredWithoutDate,
)
from upstream.domain.messages import Refusal

ALERT = UUID(int=301)
DAY = date(2026, 3, 30)


def _judge(**special: Any) -> JudgeAlert:  # noqa: ANN401  any field of it
    plain: dict[str, Any] = {
        "alert_id": ALERT,
        "operator": "person:anna",
        "verdict": "real",
        "position_seen": 41,
    }
    return JudgeAlert(**{**plain, **special})


JUDGED = AlertJudged(alert_id=ALERT, operator="person:anna", verdict="real", position_seen=41)


@pytest.mark.feature("AL-7")
def test_the_first_word_is_a_judgment_at_the_position_that_was_seen() -> None:
    assert decider.decide(_judge(), decider.initial) == (JUDGED,)


@pytest.mark.feature("AL-7")
def test_another_word_is_a_revision() -> None:
    judge = _judge(verdict="real", recovered_cents=12_500, recovered_on=DAY, position_seen=50)
    assert decider.decide(judge, decider.fold([JUDGED])) == (
        JudgmentRevised(
            alert_id=ALERT,
            operator="person:anna",
            verdict="real",
            position_seen=50,
            recovered_cents=12_500,  # type: ignore[arg-type]  # cents
            recovered_on=DAY,
        ),
    )


def test_the_same_word_again_is_no_news_wherever_it_is_said() -> None:
    assert decider.decide(_judge(position_seen=99), decider.fold([JUDGED])) == ()


def test_an_amount_may_be_taken_back() -> None:
    with_money = JudgmentRevised(
        alert_id=ALERT,
        operator="person:anna",
        verdict="real",
        position_seen=50,
        recovered_cents=12_500,  # type: ignore[arg-type]  # cents
        recovered_on=DAY,
    )
    (news,) = decider.decide(_judge(), decider.fold([JUDGED, with_money]))
    assert isinstance(news, JudgmentRevised)
    assert news.recovered_cents is None


def test_a_note_is_trimmed_and_an_empty_one_is_none() -> None:
    (news,) = decider.decide(_judge(note="  asked the payer  "), decider.initial)
    assert news.note == "asked the payer"
    (silent,) = decider.decide(_judge(note="   "), decider.initial)
    assert silent.note is None


@pytest.mark.parametrize(
    ("special", "refusal"),
    [
        ({"recovered_cents": -1, "recovered_on": DAY}, RecoveredNegative),
        ({"recovered_cents": 100}, RecoveredWithoutDate),
        ({"recovered_on": DAY}, RecoveredWithoutDate),
        (
            {"verdict": "noise", "recovered_cents": 100, "recovered_on": DAY},
            RecoveredFromNoise,
        ),
        ({"note": "x" * (NOTE_MAX + 1)}, NoteTooLong),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    special: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        decider.decide(_judge(**special), decider.initial)
