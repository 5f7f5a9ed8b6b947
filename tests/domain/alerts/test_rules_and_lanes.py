"""A rule is created once and switched; a lane remembers which alert tells about which finding."""

from uuid import UUID

import pytest
from tests.support.sightings import FINDING, OTHER_FINDING

from upstream.domain.alerts.commands import SwitchAlertRuleOff, SwitchAlertRuleOn
from upstream.domain.alerts.events import (
    AlertLaneTaken,
    AlertRuleSwitchedOff,
    AlertRuleSwitchedOn,
)
from upstream.domain.alerts.lane import TakeLane
from upstream.domain.alerts.lane import decider as lane
from upstream.domain.alerts.refusals import AlertRuleUnknown
from upstream.domain.alerts.rule import DEFAULT
from upstream.domain.alerts.rule import decider as rule

(CREATED,) = rule.decide(DEFAULT, rule.initial)
ALERT, NEXT_ALERT = UUID(int=301), UUID(int=302)


def test_a_rule_is_created_once() -> None:
    assert rule.decide(DEFAULT, rule.fold([CREATED])) == ()


def test_a_rule_is_switched_off_and_on() -> None:
    off = rule.fold([CREATED, AlertRuleSwitchedOff()])
    assert rule.decide(SwitchAlertRuleOff(), rule.fold([CREATED])) == (AlertRuleSwitchedOff(),)
    assert rule.decide(SwitchAlertRuleOff(), off) == ()
    assert rule.decide(SwitchAlertRuleOn(), off) == (AlertRuleSwitchedOn(),)
    assert rule.decide(SwitchAlertRuleOn(), rule.fold([CREATED])) == ()


def test_a_rule_nobody_created_cannot_be_switched() -> None:
    with pytest.raises(AlertRuleUnknown):
        rule.decide(SwitchAlertRuleOff(), rule.initial)


def test_a_lane_knows_where_an_episode_is_told_about() -> None:
    taken = AlertLaneTaken(alert_id=ALERT, finding_id=FINDING, episode=1)
    other = AlertLaneTaken(alert_id=NEXT_ALERT, finding_id=OTHER_FINDING, episode=1)
    state = lane.fold([taken, other])
    assert state.latest == NEXT_ALERT
    assert state.told_in(FINDING, 1) == ALERT
    assert state.told_in(FINDING, 2) is None


def test_taking_a_lane_twice_is_no_news() -> None:
    take = TakeLane(alert_id=ALERT, finding_id=FINDING, episode=1)
    news = lane.decide(take, lane.initial)
    assert news == (AlertLaneTaken(alert_id=ALERT, finding_id=FINDING, episode=1),)
    assert lane.decide(take, lane.fold(news)) == ()
