"""When an alert's message goes out: not in quiet hours, and whether or not it was acknowledged."""

import pytest
from tests.support.claim_log import context_of
from tests.support.told import Teller

from upstream.application.alerts.handling import handle_alert
from upstream.cli.trial.receivers import ShakyHook
from upstream.domain.alerts.commands import AcknowledgeAlert
from upstream.domain.alerts.terms import QuietHours
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import AlertFilter, list_alerts


@pytest.mark.feature("AL-3", "AL-5")
def test_in_quiet_hours_the_alert_is_there_and_its_message_waits(
    teller: Teller, hook: ShakyHook
) -> None:
    always = QuietHours(begin_minute=1, end_minute=0, weekends=True)
    teller.rule(teller.hook_channel(hook), quiet_hours=always)
    teller.observe(1)
    teller.work(until_empty=False)
    (waiting,) = teller.deliveries()
    with teller.installation.views.at(teller.customer_id, needs=ALERTS) as view:
        alerts = list_alerts(view, AlertFilter()).items
    assert waiting.state == "waiting"
    assert hook.contents == []
    (held,) = [each for each in alerts if each.held_because]
    assert (held.id, held.held_because) == (waiting.alert_id, "quiet_hours")
    assert waiting.next_at == held.held_until


@pytest.mark.feature("AL-6")
def test_an_acknowledged_alert_is_still_told_through_every_channel(
    teller: Teller, hook: ShakyHook
) -> None:
    teller.rule(teller.hook_channel(hook))
    teller.observe(1)
    teller.work()
    (told,) = teller.deliveries()
    assert told.alert_id
    handle_alert(
        teller.installation.log, context_of(teller.customer_id), told.alert_id, AcknowledgeAlert()
    )
    teller.work()
    assert len(teller.deliveries()) == 1
