"""DenialScope and AuthSignal: reasons given more often, for the first time, or for some codes."""

from datetime import timedelta

import pytest
from tests.support.counted_waits import Row
from tests.support.weekly_claims import UNTIL, Habit, changed, counts_of, others, steady

from upstream.domain.drift.authsignal import AuthSignal
from upstream.domain.drift.denialscope import DenialScope
from upstream.domain.drift.detection import Drift

SCOPE, SIGNAL = DenialScope(), AuthSignal()
USUAL = ("CO-16", "CO-50", "CO-11", "CO-197")


def _reasons(rows: list[Row]) -> tuple[Drift, ...]:
    return SCOPE.assess(counts_of([*rows, *others()]), UNTIL, SCOPE.settings).drifts


@pytest.mark.feature("DR-2")
def test_the_same_reasons_as_ever_are_no_news() -> None:
    assert _reasons(list(steady())) == ()


@pytest.mark.feature("DR-2")
def test_a_reason_given_more_often_is_found_with_its_family() -> None:
    """The denial rate stays: other reasons are given less often, and that is nothing to tell."""
    now = Habit(denied=10, reasons=("CO-50",))
    (drift,) = _reasons(list(changed(now=now)))
    assert (drift.kind, drift.key.payer, drift.key.denial_reason) == (
        "denial_reason",
        "Northwind Health",
        "CO-50",
    )
    assert drift.current_value > drift.baseline_value
    assert drift.at_risk_cents > 0
    assert "family: medical necessity" in drift.explanation


@pytest.mark.feature("DR-2")
def test_a_reason_nobody_has_seen_yet_needs_no_past() -> None:
    now = Habit(denied=14, reasons=("CO-16", "CO-50", "CO-11", "CO-151"))
    since = UNTIL - timedelta(days=28)
    found = _reasons(list(changed(now=now, since=since)))
    assert [drift.key.denial_reason for drift in found] == ["CO-151"]
    assert "had not given before" in found[0].explanation


@pytest.mark.feature("DR-5")
def test_a_code_that_begins_to_need_an_authorization_is_found_with_its_day() -> None:
    since = UNTIL - timedelta(days=28)
    rows = [_asking(row) for row in steady(habit=Habit(denied=10))]
    asked = [
        _unauthorized(row)
        if row.cpt == "70450" and row.decided_on and row.decided_on >= since and number % 5 == 0
        else row
        for number, row in enumerate(rows)
    ]
    found = SIGNAL.assess(counts_of([*asked, *others()]), UNTIL, SIGNAL.settings).drifts
    assert [(drift.kind, drift.key.payer, drift.key.cpt) for drift in found] == [
        ("authorization", "Northwind Health", "70450")
    ]
    assert abs((found[0].current.from_on - since).days) <= 14
    assert f"since about {found[0].current.from_on.isoformat()}" in found[0].explanation
    assert SIGNAL.evidence(found[0]).of == "unauthorized"


def _asking(row: Row) -> Row:
    """A payer that now and then asked for authorizations of one code already."""
    asks = row.outcome == "DENIED" and row.cpt == "71046"
    return row._replace(denial_reason="CO-197") if asks else row


def _unauthorized(row: Row) -> Row:
    return row._replace(outcome="DENIED", allowed_cents=None, denial_reason="CO-197")
