"""What a finding's sentence says of its certainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others

from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.wording import certainty


@pytest.mark.parametrize(
    ("bps", "said"),
    [(5_000, "50 %"), (9_549, "95 %"), (9_949, "99 %"), (9_950, "more than 99 %")],
)
def test_whole_percents_are_said_up_to_ninety_nine(bps: int, said: str) -> None:
    assert certainty(bps) == said


@given(st.integers(0, 10_000))
def test_nothing_is_called_certain(bps: int) -> None:
    assert "100" not in certainty(bps)


@pytest.mark.feature("DR-7")
def test_not_even_the_plainest_finding_is_called_certain() -> None:
    rows = [*changed(now=Habit(denied=60)), *others()]
    product = DriftWatch()
    drifts = product.assess(counts_of(rows), UNTIL, product.settings).drifts
    (plain,) = [drift for drift in drifts if drift.kind == "denial_rate"]
    assert plain.confidence_bps >= 9_950
    assert "; more than 99 % sure that this is a change" in plain.explanation
