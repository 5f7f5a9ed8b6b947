"""Whatever was asked as of any position has the answer of an installation that knew no more."""

import itertools
import os
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql
from tests.conftest import TestDatabase
from tests.support.claim_log import context_of
from tests.support.eventful_year import eventful_year
from tests.support.histories import commits_of
from tests.support.questions import Streams, answers
from tests.support.replay import copy_prefix, digest, forget, read_models, same_customer
from tests.support.telling import Line, Step, Teller

from upstream.application.customers import open_customer
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import Chunk, EventLog, codec
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.claims import packing
from upstream.projections.claims.reading_columns import ColumnsMissing
from upstream.projections.moments import AtPosition
from upstream.projections.view import Views

EXAMPLES = int(os.environ.get("TIME_TRAVEL_EXAMPLES", "25"))

travel = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True, scope="module")
def short_stretches() -> Iterator[None]:
    """Claims are packed into columns every five positions, so that short logs have stretches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "STRETCH", 5)
        yield


class Installation:
    """A database with its log and its views."""

    def __init__(self, database: TestDatabase) -> None:
        self.urls = database
        self.database = Database(database.url)
        self.log = EventLog(self.database)
        self.views = Views(self.database, self.log, Hints(database.url))

    def write(self, customer_id: CustomerId, lines: list[Line], commit: int) -> None:
        ids, versions = [line.stream_id.bytes for line in lines], [line.version for line in lines]
        tags, states = [line.tag for line in lines], [codec.encode(line.event) for line in lines]
        about, version = lines[0].stream_id, lines[0].version
        context = context_of(
            customer_id, actor=f"person:{commit % 2}", request_id=f"r-{commit % 3}"
        )
        self.log.append_chunk(context, Chunk(ids, versions, tags, states, about, version))

    def answers(
        self, customer_id: CustomerId, streams: Streams, position: int | None = None
    ) -> dict[str, object]:
        moment = None if position is None else AtPosition(position)
        with self.views.at(customer_id, needs=PROJECTIONS, as_of=moment) as view:
            assert position is None or view.position == position
            return answers(view, streams)


@pytest.fixture(scope="module")
def whole(new_database: Callable[[], TestDatabase]) -> Iterator[Installation]:
    """The installation that knows everything."""
    opened = Installation(new_database())
    yield opened
    opened.database.close()


@pytest.fixture(scope="module")
def cut(new_database: Callable[[], TestDatabase]) -> Iterator[Installation]:
    """The installation that is given the beginning only."""
    opened = Installation(new_database())
    yield opened
    opened.database.close()


_numbers = itertools.count(1)


def streams_of(teller: Teller) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for stream_id, (decider, _, _) in teller.states.items():
        found.setdefault(decider.kind, []).append(stream_id)
    return found


def record(
    installation: Installation,
    customer_id: CustomerId,
    commits: list[list[Step]],
    following: list[bool],
    span_max: int,
) -> Teller:
    """Write the history; now and then the projections catch up in the middle of it."""
    teller = Teller()
    for number, steps in enumerate(commits):
        lines = teller.tell(steps)
        if lines:
            installation.write(customer_id, lines, number)
        if following[number % len(following)]:
            digest(installation.urls.url, customer_id, span_max=span_max)
    digest(installation.urls.url, customer_id, span_max=span_max)
    return teller


@pytest.mark.timeout(3_600)
@pytest.mark.feature("RD-2")
@travel
@given(data=st.data())
def test_every_answer_as_of_a_position_is_that_of_a_replay_cut_there(
    data: st.DataObject, whole: Installation, cut: Installation
) -> None:
    """Positions inside commits too; another customer's log runs beside with the same streams."""
    number = next(_numbers)
    customer_id = open_customer(whole.database, slug=f"c{number}", name="C").customer_id
    neighbour = open_customer(whole.database, slug=f"n{number}", name="N").customer_id
    same_customer(whole.database, cut.database, customer_id)
    commits = data.draw(commits_of(customer_id))
    following = data.draw(st.lists(st.booleans(), min_size=1, max_size=4))
    spans = st.sampled_from([1, 3, 10_000])
    teller = record(whole, customer_id, commits, following, data.draw(spans))
    record(whole, neighbour, commits[::-1], [False], 10_000)
    head = whole.log.head(customer_id)
    streams = streams_of(teller)
    for position in data.draw(st.lists(st.integers(0, head), min_size=1, max_size=3, unique=True)):
        copy_prefix(whole.urls.admin_url, cut.urls.admin_url, customer_id, position)
        forget(cut.urls.admin_url, customer_id)
        digest(cut.urls.url, customer_id, span_max=data.draw(spans))

        as_of = whole.answers(customer_id, streams, position)
        assert as_of == cut.answers(customer_id, streams)


def test_no_read_model_escapes_the_comparison(whole: Installation) -> None:
    """Empty any table that projections write, and some answer changes: none is looked past."""
    customer_id = open_customer(whole.database, slug="eventful", name="E").customer_id
    teller = record(whole, customer_id, eventful_year(customer_id), [False], 10_000)
    streams = streams_of(teller)
    before = whole.log.head(customer_id) - 1

    def now_and_before() -> list[dict[str, object]]:
        return [whole.answers(customer_id, streams, position) for position in (None, before)]

    def notices() -> bool:
        try:
            return now_and_before() != right
        except ColumnsMissing:
            return True

    right = now_and_before()
    blind = []
    for table in read_models(whole.urls.admin_url):
        with psycopg.connect(whole.urls.admin_url) as connection:
            name = sql.Identifier(table)
            emptied = sql.SQL("DELETE FROM {} WHERE customer_id = %s").format(name)
            assert connection.execute(emptied, [customer_id]).rowcount > 0, f"{table} was empty"
        if not notices():
            blind.append(table)
        forget(whole.urls.admin_url, customer_id)
        digest(whole.urls.url, customer_id)

    assert blind == []
