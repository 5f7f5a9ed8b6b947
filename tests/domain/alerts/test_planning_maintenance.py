"""Maintenance windows are planned, changed and cancelled while they lie ahead."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.support.sightings import NOW

from upstream.domain.alerts.maintenance import (
    CancelMaintenance,
    MaintenanceCommand,
    PlanMaintenance,
    ReviseMaintenance,
    decider,
)
from upstream.domain.alerts.maintenance_events import (
    Maintenance,
    MaintenanceCancelled,
    MaintenancePlanned,
    MaintenanceRevised,
)
from upstream.domain.alerts.refusals import (
    MaintenanceInvalid,
    MaintenanceOver,
    MaintenanceUnknown,
)
from upstream.domain.messages import Refusal

ID, DAY = UUID(int=1), timedelta(days=1)
WINDOW = Maintenance(begins_at=NOW, ends_at=NOW + DAY, reason="new portal")
PLANNED = MaintenancePlanned(window_id=ID, window=WINDOW)
LONGER = Maintenance(begins_at=NOW, ends_at=NOW + 2 * DAY, reason="late", payer="Acme")


def _decide(command: MaintenanceCommand, *history: Any) -> Any:  # noqa: ANN401  events
    return decider.decide(command, decider.fold(history))


def test_a_window_is_planned_changed_and_cancelled() -> None:
    assert _decide(PlanMaintenance(window_id=ID, window=WINDOW, now=NOW)) == (PLANNED,)
    change = ReviseMaintenance(window_id=ID, window=LONGER, now=NOW)
    revised = MaintenanceRevised(window_id=ID, before=WINDOW, after=LONGER)
    assert _decide(change, PLANNED) == (revised,)
    assert _decide(change, PLANNED, revised) == ()
    stop = CancelMaintenance(window_id=ID, now=NOW)
    assert _decide(stop, PLANNED) == (MaintenanceCancelled(window_id=ID),)
    assert _decide(stop, PLANNED, MaintenanceCancelled(window_id=ID)) == ()


@pytest.mark.parametrize(
    ("command", "history", "refusal"),
    [
        (ReviseMaintenance(window_id=ID, window=LONGER, now=NOW), [], MaintenanceUnknown),
        (CancelMaintenance(window_id=ID, now=NOW), [], MaintenanceUnknown),
        (CancelMaintenance(window_id=ID, now=NOW + DAY), [PLANNED], MaintenanceOver),
        (
            ReviseMaintenance(window_id=ID, window=LONGER, now=NOW),
            [PLANNED, MaintenanceCancelled(window_id=ID)],
            MaintenanceOver,
        ),
    ],
)
def test_what_is_over_stays_as_it_was(
    command: MaintenanceCommand, history: list[Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _decide(command, *history)


@pytest.mark.parametrize(
    "window",
    [
        Maintenance(begins_at=NOW, ends_at=NOW, reason="x"),
        Maintenance(begins_at=NOW, ends_at=NOW + 181 * DAY, reason="x"),
        Maintenance(begins_at=NOW - 2 * DAY, ends_at=NOW - DAY, reason="x"),
        Maintenance(begins_at=NOW, ends_at=NOW + DAY, reason=" "),
        Maintenance(begins_at=NOW, ends_at=NOW + DAY, reason="x" * 501),
        Maintenance(
            begins_at=NOW.replace(tzinfo=None), ends_at=NOW.replace(tzinfo=None), reason="x"
        ),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(window: Maintenance) -> None:
    with pytest.raises(MaintenanceInvalid):
        _decide(PlanMaintenance(window_id=ID, window=window, now=NOW))
