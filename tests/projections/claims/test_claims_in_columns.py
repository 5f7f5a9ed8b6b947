"""Columns say of every claim at every position what its row says, however stretches are cut."""

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import numpy as np
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TestDatabase
from tests.projections.asking import ask
from tests.projections.dashboard.test_figures_agree_with_a_plain_count import write
from tests.support.histories import claim_steps
from tests.support.replay import contents, digest, forget
from tests.support.telling import Step, Teller

from upstream.application.customers import open_customer
from upstream.domain.claims.claim import RecordClaim
from upstream.domain.claims.claim import decider as claim
from upstream.domain.claims.facts import ClaimFacts, Stage
from upstream.domain.streams import stream_of
from upstream.infrastructure.database import Database, cursor
from upstream.infrastructure.hints import Hints
from upstream.infrastructure.log import EventLog
from upstream.projections.claims import packing
from upstream.projections.claims.columns import Claims, day_number, day_of, joined, paired, unpaired
from upstream.projections.claims.packing import FIRST_SHIFT, NO_DAY, OUTCOMES, STAGE_SHIFT, STAGES
from upstream.projections.claims.reading_columns import ColumnsMissing, Known, read_claims
from upstream.projections.view import View, Views

_numbers = itertools.count(1)

_ROWS = """
SELECT from_position, payer, cpt, cpt_group,
       CASE WHEN outcome = 'DENIED' THEN coalesce(denial_reason, '') ELSE '' END,
       outcome, first_outcome, stage, partly_denied,
       coalesce(denial_reason ~ '(^|[^0-9])18($|[^0-9])', false), submitted_on, decided_on,
       first_decided_on, billed_cents, allowed_cents, paid_cents
  FROM claim_versions WHERE customer_id = %(customer_id)s AND from_position <= %(position)s
   AND to_position > %(position)s ORDER BY 1
"""


@pytest.fixture(scope="module")
def opened(module_database: TestDatabase) -> Iterator[tuple[Database, Views]]:
    """One database and its views for all examples."""
    database = Database(module_database.url)
    with Hints(module_database.url) as hints:
        yield database, Views(database, EventLog(database), hints)
    database.close()


@pytest.mark.feature("RD-2", "RD-4")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_claim_is_in_the_columns_as_it_is_in_its_row(
    data: st.DataObject, opened: tuple[Database, Views], module_database: TestDatabase
) -> None:
    """At every position; and whoever follows the log in other steps packs the same bytes."""
    database, views = opened
    customer = open_customer(database, slug=f"c{next(_numbers)}", name="C").customer_id
    lines = Teller().tell(data.draw(st.lists(claim_steps(customer), min_size=1, max_size=30)))
    write(EventLog(database), customer, lines, chunk_size=4)
    spans = st.sampled_from([1, 4, 10_000])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "STRETCH", data.draw(st.integers(1, 12)))
        digest(module_database.url, customer, span_max=data.draw(spans))
        for position in range(len(lines) + 1):
            assert ask(views, customer, told_by_columns, position) == ask(
                views, customer, told_by_rows, position
            )
        packed = contents(module_database.admin_url, customer, ["claim_columns"])
        forget(module_database.admin_url, customer)
        digest(module_database.url, customer, span_max=data.draw(spans))
        assert contents(module_database.admin_url, customer, ["claim_columns"]) == packed


def told_by_rows(view: View) -> list[tuple[Any, ...]]:
    return cursor(view.connection).execute(_ROWS.encode(), view.bind).fetchall()


def told_by_columns(view: View) -> list[tuple[Any, ...]]:
    known = Known(view)
    claims = joined(read_claims(view, known, "billed", "allowed", "paid"))
    rows = [_row(known, claims, place) for place in range(len(claims))]
    return sorted(rows, key=lambda row: row[0])


def _row(known: Known, claims: Claims, place: int) -> tuple[Any, ...]:
    one = claims.where(claims.position == claims.position[place])
    cpt, cpt_group = known.codes[int(one.code[0])]
    state = int(one.state[0])
    first, stage = state >> FIRST_SHIFT & 3, state >> STAGE_SHIFT & 15
    return (
        int(one.position[0]),
        known.payers[int(one.payer[0])],
        cpt,
        cpt_group,
        known.reasons[int(one.reason[0])],
        OUTCOMES[state & 3],
        OUTCOMES[first - 1] if first else None,
        STAGES[stage - 1] if stage else None,
        bool(one.is_partly_denied[0]),
        bool(one.is_repeated[0]),
        *(
            None if day == NO_DAY else day_of(day)
            for day in (int(column[0]) for column in (one.submitted, one.decided, one.first))
        ),
        *(
            None if cents < 0 else cents
            for cents in (int(column[0]) for column in (one.billed, one.allowed, one.paid))
        ),
    )


def test_every_stage_a_claim_may_be_in_has_its_number() -> None:
    assert set(STAGES) == set(get_args(Stage))
    assert len(STAGES) < 16, "four bits hold a stage"


def test_days_are_numbers_and_numbers_are_days() -> None:
    for number in (-3_000, 0, 9_823):
        assert day_number(day_of(number)) == number


@given(st.lists(st.tuples(st.integers(0, 2**31 - 1), st.integers(-(2**31), 2**31 - 1))))
def test_two_numbers_in_one_come_apart_again(pairs: list[tuple[int, int]]) -> None:
    """Months before 2000 and answers before a resubmission are negative."""
    numbers, others = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    assert [part.tolist() for part in unpaired(paired(numbers, others))] == [
        numbers.tolist(),
        others.tolist(),
    ]


def test_packing_joins_nothing(opened: tuple[Database, Views]) -> None:
    """A stretch has no statistics yet: joins of its words would be planned as loops in loops."""
    database, _ = opened
    customer = open_customer(database, slug=f"c{next(_numbers)}", name="C").customer_id
    bind = {"customer_id": customer, "after": 0, "through": packing.STRETCH}
    with database.snapshot(customer) as connection:
        plan = cursor(connection).execute(f"EXPLAIN {packing.PACKED}".encode(), bind)
        lines = [line for (line,) in plan]
    assert any("WindowAgg" in line for line in lines)
    assert not any("Join" in line or "Nested Loop" in line for line in lines)


def test_a_stretch_that_was_never_packed_is_no_empty_one(
    opened: tuple[Database, Views],
    module_database: TestDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database, views = opened
    customer = open_customer(database, slug=f"c{next(_numbers)}", name="C").customer_id
    monkeypatch.setattr(packing, "STRETCH", 2)
    facts = ClaimFacts(
        claim_ref="A-1",
        payer="Northwind Health",
        cpt="99213",
        cpt_group="Office visits",
        submitted_on=date(2026, 1, 2),
        decided_on=None,
        outcome="PENDING",
    )
    upload_id = stream_of(customer, "upload", "1")
    told = RecordClaim(facts=facts, silent=frozenset(), upload_id=upload_id, line=2)
    steps = [Step(claim, stream_of(customer, "claim", str(n)), told) for n in range(5)]
    write(EventLog(database), customer, Teller().tell(steps), chunk_size=5)
    digest(module_database.url, customer)
    ask(views, customer, told_by_columns, 5)
    with psycopg.connect(module_database.admin_url, autocommit=True) as admin:
        admin.execute(
            "DELETE FROM claim_columns WHERE customer_id = %s AND through = 2", [customer]
        )
    with pytest.raises(ColumnsMissing, match="1 stretches of claims are packed up to position 4"):
        ask(views, customer, told_by_columns, 5)
