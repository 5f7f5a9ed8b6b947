"""A history of telling people: suppressed sightings, lessons, maintenance, channels, deliveries."""

from datetime import timedelta
from uuid import UUID

from tests.support.drift_histories import SEEN_AT
from tests.support.sightings import sighting
from tests.support.telling import AnyDecider, Step

from upstream.domain.alerts.events import SightingSuppressed
from upstream.domain.alerts.lane import NoteSuppression
from upstream.domain.alerts.lane import decider as lane
from upstream.domain.alerts.lesson import ForgetLesson, LearnVerdict
from upstream.domain.alerts.lesson import decider as lesson
from upstream.domain.alerts.maintenance import CancelMaintenance, PlanMaintenance
from upstream.domain.alerts.maintenance import decider as calendar
from upstream.domain.alerts.maintenance_events import Maintenance
from upstream.domain.deliveries.channel import OpenChannel, SwitchChannelOff
from upstream.domain.deliveries.channel import decider as channel
from upstream.domain.deliveries.delivery import AskAgain, NoteFailure, NoteSuccess, RequestDelivery
from upstream.domain.deliveries.delivery import decider as delivery
from upstream.domain.deliveries.events import ChannelTerms
from upstream.domain.messages import Command
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId

WINDOW = UUID(int=401)
LATER = SEEN_AT + timedelta(days=1)


def everything_told(customer_id: CustomerId, rule_id: UUID, alert_id: UUID) -> list[list[Step]]:
    """One commit per kind of thing."""
    seen = sighting()
    channel_id = stream_of(customer_id, channel.kind, "1")
    suppressed = SightingSuppressed(
        rule_id=rule_id,
        finding_id=seen.finding_id,
        finding_version=2,
        episode=1,
        product=seen.product,
        kind=seen.kind,
        payer=seen.payer,
        cpt_group=seen.cpt_group,
        severity_bps=seen.severity_bps,
        because="cooldown",
        seen_at=SEEN_AT,
    )

    def steps(decider: AnyDecider, *commands: Command) -> list[Step]:
        stream_id = stream_of(customer_id, decider.kind, "1")
        return [Step(decider, stream_id, command) for command in commands]

    return [
        steps(lane, NoteSuppression(suppressed=suppressed)),
        steps(
            lesson,
            *(_learned(rule_id, alert_id, operator) for operator in ("person:1", "person:2")),
            ForgetLesson(rule_id=rule_id, payer=seen.payer, kind=seen.kind),
            _learned(rule_id, alert_id, "person:1"),
        ),
        steps(
            calendar,
            PlanMaintenance(
                window_id=WINDOW,
                window=Maintenance(begins_at=SEEN_AT, ends_at=LATER, reason="new portal"),
                now=SEEN_AT,
            ),
            CancelMaintenance(window_id=WINDOW, now=SEEN_AT),
        ),
        steps(
            channel,
            OpenChannel(
                terms=ChannelTerms(kind="email", name="Desk", recipients=("desk@a.example",))
            ),
            SwitchChannelOff(),
        ),
        steps(
            delivery,
            RequestDelivery(channel_id=channel_id, about="trial"),
            NoteFailure(attempt=1, failure="smtp_451", retry_at=LATER),
            NoteFailure(attempt=2, failure="smtp_550", retry_at=None),
            AskAgain(),
            NoteSuccess(attempt=3),
        ),
    ]


def _learned(rule_id: UUID, alert_id: UUID, operator: str) -> LearnVerdict:
    seen = sighting()
    return LearnVerdict(
        rule_id=rule_id,
        payer=seen.payer,
        kind=seen.kind,
        alert_id=alert_id,
        operator=operator,
        verdict="noise",
        judged_at=SEEN_AT,
    )
