"""What is written against the `eventsourcing` library works on our tables."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from eventsourcing.application import LocalNotificationLog, Repository
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import (
    DatetimeAsISO,
    EventStore,
    IntegrityError,
    JSONTranscoder,
    Mapper,
    NotSupportedError,
    StoredEvent,
    UUIDAsHex,
)
from tests.support.claim_log import context_of

from upstream.domain.units import CustomerId
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.log.recorder import CustomerRecorder


class Dog(Aggregate):
    """The library's own favourite."""

    @event("Registered")
    def __init__(self, name: str) -> None:
        self.name = name
        self.tricks: list[str] = []

    @event("TrickAdded")
    def add_trick(self, trick: str) -> None:
        self.tricks.append(trick)


@pytest.fixture
def recorder(log: EventLog, customer_id: CustomerId) -> Iterator[CustomerRecorder]:
    with log.database.customer(customer_id) as connection:
        yield CustomerRecorder(connection, customer_id, context_of(customer_id))


@pytest.fixture
def event_store(recorder: CustomerRecorder) -> EventStore[UUID]:
    transcoder = JSONTranscoder()
    transcoder.register(UUIDAsHex())
    transcoder.register(DatetimeAsISO())
    return EventStore(Mapper(transcoder), recorder)


def stored(stream_id: UUID, version: int, topic: str = "tests.happened.v1") -> StoredEvent:
    return StoredEvent(stream_id, version, topic, f"state {version}".encode())


def test_its_aggregates_come_back_at_any_version(event_store: EventStore[UUID]) -> None:
    dog = Dog("Fido")
    dog.add_trick("roll over")
    recordings = event_store.put(dog.collect_events())
    dog.add_trick("play dead")
    event_store.put(dog.collect_events())
    repository = Repository(event_store)
    now: Dog = repository.get(dog.id)
    before: Dog = repository.get(dog.id, version=2)

    assert [recording.notification.id for recording in recordings] == [1, 2]
    assert (now.name, now.tricks, now.version) == ("Fido", ["roll over", "play dead"], 3)
    assert before.tricks == ["roll over"]


def test_positions_are_its_notification_ids(recorder: CustomerRecorder) -> None:
    one, other = uuid4(), uuid4()

    assert recorder.max_notification_id() is None
    assert list(recorder.insert_events([stored(one, 1), stored(one, 2)])) == [1, 2]
    assert list(recorder.insert_events([stored(other, 1)])) == [3]
    assert recorder.max_notification_id() == 3


def test_a_version_that_is_taken_is_its_integrity_error(recorder: CustomerRecorder) -> None:
    stream_id = uuid4()
    recorder.insert_events([stored(stream_id, 1)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([stored(stream_id, 1)])


def test_streams_are_selected_as_it_asks(recorder: CustomerRecorder) -> None:
    stream_id = uuid4()
    events = [stored(stream_id, version) for version in (1, 2, 3, 4)]
    recorder.insert_events([*events, stored(uuid4(), 1)])

    assert recorder.select_events(stream_id) == events
    assert recorder.select_events(stream_id, gt=1, lte=3) == events[1:3]
    assert recorder.select_events(stream_id, desc=True, limit=1) == events[3:]
    assert recorder.select_events(uuid4()) == []


def test_notifications_are_selected_as_it_asks(recorder: CustomerRecorder) -> None:
    topics = ["a.v1", "b.v1", "a.v1", "c.v1"]
    recorder.insert_events([stored(uuid4(), 1, topic) for topic in topics])

    def ids(start: int | None, limit: int = 10, **more: object) -> list[int]:
        return [n.id for n in recorder.select_notifications(start, limit, **more)]  # type: ignore[arg-type]

    assert ids(None) == ids(1) == [1, 2, 3, 4]
    assert ids(2, inclusive_of_start=False) == [3, 4]
    assert ids(None, stop=2) == [1, 2]
    assert ids(2, limit=2) == [2, 3]
    assert ids(1, topics=["a.v1"]) == [1, 3]
    assert ids(2, topics=["a.v1", "c.v1"]) == [3, 4]
    assert ids(5) == []


def test_its_notification_log_pages_through_ours(recorder: CustomerRecorder) -> None:
    recorder.insert_events([stored(uuid4(), 1) for _ in range(7)])
    notified = LocalNotificationLog(recorder, section_size=5)
    first = notified["1,5"]

    assert (first.id, first.next_id) == ("1,5", "6,10")
    assert [item.id for item in notified["6,10"].items] == [6, 7]


def test_it_is_told_that_followers_poll(recorder: CustomerRecorder) -> None:
    with pytest.raises(NotSupportedError):
        recorder.subscribe()
