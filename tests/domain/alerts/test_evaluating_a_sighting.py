"""Every evaluation ends in one result with one reason."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sightings import NOW, OTHER_FINDING, RULE, sighting

from upstream.domain.alerts.alert import Alert, Unraised
from upstream.domain.alerts.alert import decider as alert_decider
from upstream.domain.alerts.commands import RaiseAlert, ResolveAlert, Sighting, SwitchAlertRuleOff
from upstream.domain.alerts.evaluation import Evaluation, evaluate
from upstream.domain.alerts.rule import DEFAULT, AlertRule, Created, Uncreated
from upstream.domain.alerts.rule import decider as rule_decider
from upstream.domain.alerts.suppression import Circumstances
from upstream.domain.alerts.terms import RuleTerms

DEFAULT_RULE = rule_decider.fold(rule_decider.decide(DEFAULT, rule_decider.initial))
OFF = rule_decider.fold(
    [
        *rule_decider.decide(DEFAULT, rule_decider.initial),
        *rule_decider.decide(SwitchAlertRuleOff(), DEFAULT_RULE),
    ]
)
HOUR = timedelta(hours=1)


def _alert(raised_by: Sighting | None = None, *, resolved: bool = False) -> Alert:
    raising = RaiseAlert(rule_id=RULE, sighting=raised_by or sighting(), seen_at=NOW)
    alert = alert_decider.fold(alert_decider.decide(raising, Unraised()))
    if not resolved:
        return alert
    (news,) = alert_decider.decide(ResolveAlert(), alert)
    return alert_decider.evolve(alert, news)


def _evaluate(
    seen: Sighting,
    known: Alert | None = None,
    *,
    rule: AlertRule = DEFAULT_RULE,
    told_here: bool = False,
    now: datetime = NOW + HOUR,
) -> tuple[str, str]:
    around = Circumstances(now=now)
    ended = evaluate(rule, seen, known or Unraised(), around, told_here=told_here)
    assert isinstance(ended, Evaluation)
    return ended.result, ended.reason


def _rule(**special: object) -> AlertRule:
    criteria: dict[str, object] = {
        "name": "strict",
        "severity_min_bps": 0,
        "confidence_min_bps": 0,
        "at_risk_min_cents": 0,
    }
    return Created(RuleTerms(**{**criteria, **special}), is_on=True)  # type: ignore[arg-type]


@pytest.mark.feature("AL-2")
@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (_rule(product="denialscope"), "product_differs"),
        (_rule(kind="payment_delay"), "kind_differs"),
        (_rule(payers=("Another Payer",)), "payer_differs"),
        (_rule(cpt_groups=("Surgery",)), "cpt_group_differs"),
        (_rule(severity_min_bps=5_501), "severity_below_minimum"),
        (_rule(confidence_min_bps=9_901), "confidence_below_minimum"),
        (_rule(at_risk_min_cents=620_001), "dollars_below_minimum"),
        (Uncreated(), "rule_unknown"),
    ],
)
def test_a_rule_that_does_not_match_says_why(rule: AlertRule, reason: str) -> None:
    assert _evaluate(sighting(), rule=rule) == ("no_rule_matched", reason)


@pytest.mark.feature("AL-2")
def test_a_rule_that_is_off_says_so() -> None:
    assert _evaluate(sighting(), rule=OFF) == ("rule_off", "switched_off")


def test_reaching_a_minimum_exactly_is_enough() -> None:
    exact = _rule(severity_min_bps=5_500, confidence_min_bps=9_900, at_risk_min_cents=620_000)
    assert _evaluate(sighting(), rule=exact) == ("raised", "first_occurrence")


def test_a_rule_names_payers_and_groups_as_people_write_them() -> None:
    named = _rule(payers=("other", "NORTHWIND health"), cpt_groups=("radiology",))
    assert _evaluate(sighting(), rule=named) == ("raised", "first_occurrence")


def test_the_default_rule_lets_low_findings_be() -> None:
    low = sighting(severity_bps=3_999)
    assert _evaluate(low) == ("no_rule_matched", "severity_below_minimum")
    assert _evaluate(sighting()) == ("raised", "first_occurrence")


def test_the_same_finding_grows_however_much_later() -> None:
    again = sighting(finding_version=2, severity_bps=9_900)
    month_later = NOW + timedelta(days=30)
    ended = _evaluate(again, _alert(), told_here=True, now=month_later)
    assert ended == ("grouped", "same_finding")


def test_a_sighting_counted_before_is_not_counted_again() -> None:
    assert _evaluate(sighting(), _alert(), told_here=True) == ("suppressed", "already_counted")


@pytest.mark.feature("AL-4")
@pytest.mark.parametrize(
    ("after", "severity_bps", "ended"),
    [
        (timedelta(hours=24), 5_500, ("grouped", "same_group")),
        (timedelta(hours=24, seconds=1), 5_500, ("raised", "too_long_ago")),
        (HOUR, 6_500, ("grouped", "same_group")),
        (HOUR, 4_500, ("grouped", "same_group")),
        (5 * HOUR, 6_501, ("raised", "severity_differs")),
        (5 * HOUR, 4_499, ("raised", "severity_differs")),
        (HOUR, 4_499, ("suppressed", "cooldown")),
        (HOUR, 7_000, ("raised", "severity_differs")),
    ],
)
def test_another_finding_of_the_cell_is_grouped_when_close(
    after: timedelta, severity_bps: int, ended: tuple[str, str]
) -> None:
    other = sighting(finding_id=OTHER_FINDING, severity_bps=severity_bps)
    assert _evaluate(other, _alert(), now=NOW + after) == ended


def test_what_was_resolved_stays_quiet_until_it_worsens() -> None:
    resolved = _alert(resolved=True)
    same = sighting(finding_version=2)
    assert _evaluate(same, resolved, told_here=True) == ("suppressed", "resolved_by_operator")
    worse = sighting(finding_version=2, worsened=True)
    assert _evaluate(worse, resolved, told_here=True) == ("raised", "worsened_after_resolution")


def test_a_new_episode_after_a_resolution_is_a_new_alert() -> None:
    back = sighting(finding_version=4, episode=2)
    later = NOW + timedelta(days=7)
    assert _evaluate(back, _alert(resolved=True), now=later) == ("raised", "earlier_one_resolved")


@given(
    st.builds(
        sighting,
        severity_bps=st.integers(0, 10_000),
        confidence_bps=st.integers(0, 10_000),
        finding_version=st.integers(1, 3),
        worsened=st.booleans(),
    ),
    st.sampled_from([None, _alert(), _alert(resolved=True)]),
    st.booleans(),
    st.integers(0, 100),
)
def test_nothing_is_left_without_a_reason(
    seen: Sighting, known: Alert | None, told_here: bool, hours: int
) -> None:
    result, reason = _evaluate(seen, known, told_here=told_here, now=NOW + hours * HOUR)
    assert result
    assert reason
    if result == "grouped":
        assert known == _alert(), "only an open alert grows"
