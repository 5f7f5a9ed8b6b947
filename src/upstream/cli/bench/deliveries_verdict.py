"""What became of every alert: once a channel, delivered or a dead letter, nothing doubled."""

from collections import Counter
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from upstream.cli.bench.deliveries_set_up import Desk, delivery_of
from upstream.cli.trial.receivers import Letterbox
from upstream.domain.catalogue import BY_TAG
from upstream.domain.deliveries.events import (
    DeliveryDeadLettered,
    DeliveryMade,
    DeliveryRequested,
)

_EVENTS = (
    "SELECT stream_id, tag, state FROM events WHERE customer_id = %s AND tag LIKE 'deliveries.%%'"
    " AND tag NOT LIKE 'deliveries.channel%%' ORDER BY position"
)


class Verdict(NamedTuple):
    alerts: int
    messages: int
    delivered: int
    dead: int
    attempts: int
    checks: dict[str, bool]


def judge(desk: Desk, mail: Letterbox, hook: Letterbox, alerts: int) -> Verdict:
    """By the log on one side and what the receivers hold on the other."""
    asked: dict[UUID, DeliveryRequested] = {}
    ends: dict[UUID, Any] = {}
    for stream_id, tag, state in desk.admin.execute(_EVENTS, [desk.customer_id]):
        event = msgspec.json.decode(bytes(state), type=BY_TAG[tag])
        if isinstance(event, DeliveryRequested):
            asked[stream_id] = event
        elif isinstance(event, DeliveryMade | DeliveryDeadLettered):
            ends[stream_id] = event
    boxes = {desk.mail_channel: mail, desk.hook_channel: hook}
    pairs = Counter(
        (each.content and each.content.alert_id, each.channel_id) for each in asked.values()
    )
    taken = {channel: {delivery_of(key) for key in box.taken} for channel, box in boxes.items()}
    delivered = {key for key, end in ends.items() if isinstance(end, DeliveryMade)}
    noted, attempts = desk.noted(), sum(sum(box.attempts.values()) for box in boxes.values())
    checks = {
        "every alert was asked for once a channel": len(pairs) == 2 * alerts
        and set(pairs.values()) == {1},
        "every message was delivered or is a dead letter": ends.keys() == asked.keys(),
        "what counts as delivered is with its receiver": all(
            key in taken[asked[key].channel_id] for key in delivered
        ),
        "no receiver holds a message under two ids": all(
            len(ids) <= alerts and ids <= asked.keys() for ids in taken.values()
        ),
        "a message is the same on every attempt": all(
            len(bodies) == 1 for box in boxes.values() for bodies in box.bodies.values()
        ),
        "workers died between sending and noting": desk.killed_with > 0
        or sum(noted.values()) == attempts,
        "only those attempts are unknown to the log": attempts - sum(noted.values())
        <= desk.killed_with,
    }
    return Verdict(
        alerts=alerts,
        messages=len(asked),
        delivered=len(delivered),
        dead=len(ends) - len(delivered),
        attempts=attempts,
        checks=checks,
    )
