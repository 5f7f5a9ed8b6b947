"""An alert nobody acknowledges is told to those its rule names for that, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.support.claim_log import context_of
from tests.support.told import Teller, telling_settings

from upstream.application.alerts.escalating import escalate_alert
from upstream.application.alerts.handling import handle_alert
from upstream.cli.trial.receivers import ShakyHook
from upstream.domain.alerts.commands import AcknowledgeAlert, SnoozeAlert
from upstream.domain.units import CustomerId
from upstream.workers.installation import opened
from upstream.workers.sweeping import ask_for_escalations

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def hook() -> Iterator[ShakyHook]:
    with ShakyHook(fails=False) as running:
        yield running


@pytest.fixture
def teller(
    database_url: str, tmp_path: Path, customer_id: CustomerId, hook: ShakyHook
) -> Iterator[Teller]:
    with opened(telling_settings(database_url, tmp_path, None)) as installation:
        yield Teller(installation, customer_id)


@pytest.fixture
def alert_id(teller: Teller, hook: ShakyHook) -> UUID:
    """Raised just now; nobody but the escalation channel is told."""
    channel = teller.hook_channel(hook)
    teller.rule(channel, escalate_after_minutes=60, escalation_channels=(channel,))
    teller.observe(1)
    teller.work()
    (told,) = teller.deliveries()
    assert told.alert_id
    return told.alert_id


def _asked(teller: Teller, now: datetime) -> int:
    teller.react()
    return ask_for_escalations(teller.installation.database, now)


@pytest.mark.feature("AL-5", "AL-6")
def test_after_its_time_it_escalates_once_and_is_told_once(
    teller: Teller, alert_id: UUID, hook: ShakyHook
) -> None:
    assert _asked(teller, NOW) == 0
    assert _asked(teller, NOW + 2 * HOUR) == 1
    log = teller.installation.log
    late = context_of(teller.customer_id, now=NOW + 2 * HOUR)
    assert escalate_alert(log, context_of(teller.customer_id, now=NOW), alert_id) is None
    assert escalate_alert(log, late, alert_id) is not None
    assert escalate_alert(log, late, alert_id) is None
    teller.work()
    assert sorted(each.about for each in teller.deliveries()) == ["escalated", "raised"]
    assert len(hook.contents) == 2
    assert b"alert.escalated" in b"".join(hook.contents)
    assert _asked(teller, NOW + 3 * HOUR) == 0


@pytest.mark.feature("AL-6")
def test_what_was_acknowledged_or_is_snoozed_does_not_escalate(
    teller: Teller, alert_id: UUID
) -> None:
    log, context = teller.installation.log, context_of(teller.customer_id)
    handle_alert(log, context, alert_id, SnoozeAlert(until=NOW + 5 * HOUR, now=NOW))
    assert _asked(teller, NOW + 2 * HOUR) == 0
    late = context_of(teller.customer_id, now=NOW + 2 * HOUR)
    assert escalate_alert(log, late, alert_id) is None
    assert _asked(teller, NOW + 6 * HOUR) == 1
    handle_alert(log, context, alert_id, AcknowledgeAlert())
    assert _asked(teller, NOW + 6 * HOUR) == 0
