"""People acknowledge, assign, comment, resolve and reopen; every moment of it can be seen."""

from uuid import uuid4

import pytest
from tests.application.alerts.conftest import Observe
from tests.support.claim_log import context_of
from tests.support.detection import Bench
from tests.support.drifts import drift

from upstream.application.alerts import handle_alert
from upstream.domain.alerts.commands import (
    AcknowledgeAlert,
    AssignAlert,
    CommentOnAlert,
    ReopenAlert,
    ResolveAlert,
)
from upstream.domain.alerts.refusals import AlertUnknown
from upstream.infrastructure.log import Conflict
from upstream.projections.alerts.list_alerts import (
    NEEDS,
    AlertFilter,
    alert,
    alerts_active,
    comments,
    list_alerts,
)
from upstream.projections.moments import AtPosition


@pytest.mark.feature("AL-6")
def test_people_handle_an_alert_and_every_moment_of_it_can_be_seen(
    bench: Bench, observe: Observe
) -> None:
    bench.evaluate(observe(1, drift()))
    (raised,) = bench.alerts()
    before = bench.log.head(bench.customer_id)
    anna, context = uuid4(), context_of(bench.customer_id, actor="person:anna")
    for command in (
        AcknowledgeAlert(),
        AssignAlert(to=anna),
        CommentOnAlert(comment="called them"),
        ResolveAlert(note="they pay"),
        ReopenAlert(note="they do not"),
    ):
        handle_alert(bench.log, context, raised.id, command)
        bench.catch_up()
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        now = alert(view, raised.id)
        said = [(c.about, c.comment, c.actor) for c in comments(view, raised.id)]
        assert alerts_active(view) == {"critical": 0, "high": 0, "medium": 1, "low": 0}
    assert (now.status, now.assignee, now.version) == ("open", anna, 6)
    assert now.resolved_at is None
    assert said == [
        ("comment", "called them", "person:anna"),
        ("resolution", "they pay", "person:anna"),
        ("reopening", "they do not", "person:anna"),
    ]
    moment = AtPosition(before + 4)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=moment) as view:
        then = alert(view, raised.id)
        assert sum(alerts_active(view).values()) == 0
    assert (then.status, then.resolved_by) == ("resolved", "person:anna")
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=AtPosition(before)) as view:
        assert alert(view, raised.id) == raised


def test_a_stale_version_is_refused(bench: Bench, observe: Observe) -> None:
    bench.evaluate(observe(1, drift()))
    (raised,) = bench.alerts()
    context = context_of(bench.customer_id)
    handle_alert(bench.log, context, raised.id, AcknowledgeAlert(), expected_version=1)
    with pytest.raises(Conflict):
        handle_alert(bench.log, context, raised.id, ResolveAlert(), expected_version=1)


def test_an_alert_that_does_not_exist_is_not_handled(bench: Bench) -> None:
    with pytest.raises(AlertUnknown):
        handle_alert(bench.log, context_of(bench.customer_id), uuid4(), AcknowledgeAlert())
    with (
        bench.views.at(bench.customer_id, needs=NEEDS) as view,
        pytest.raises(AlertUnknown),
    ):
        alert(view, uuid4())


def test_alerts_are_listed_the_worst_first_page_by_page(bench: Bench, observe: Observe) -> None:
    for number, bps in enumerate((4_500, 9_500, 7_500, 5_500, 7_500)):
        key = drift().key
        special = type(key)(f"Payer {number}", key.cpt_group)
        bench.evaluate(observe(1, drift(key=special, severity_bps=bps)))
    everything = bench.alerts()
    assert [row.severity for row in everything] == [0.95, 0.75, 0.75, 0.55, 0.45]
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        first = list_alerts(view, AlertFilter(), limit=2)
        second = list_alerts(view, AlertFilter(), limit=2, after=first.next)
        assert list_alerts(view, AlertFilter(), limit=9, after=second.next).next is None
    assert [*first.items, *second.items] == everything[:4]
    assert [row.severity_label for row in bench.alerts(severity_label="high")] == ["high"] * 2
    assert len(bench.alerts(payer="Payer 1", status="active")) == 1
    assert bench.alerts(status="resolved") == []
