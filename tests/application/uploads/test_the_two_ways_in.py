"""Thousands of rows at once come to the same events as each row alone."""

import csv
import io
import itertools
from collections import defaultdict
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.claim_log import context_of
from tests.support.claim_rows import layouts, rows_for
from tests.support.taking_in import SECRET, Desk, csv_of

from upstream.application.customers import open_customer
from upstream.application.uploads import record
from upstream.domain.claims.claim import RecordClaim, decider
from upstream.domain.claims.events import ClaimChanged, ClaimEvent, ClaimRecorded, ClaimSeenAgain
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.identity import KIND, natural_key
from upstream.domain.claims.layout import Layout
from upstream.domain.claims.rows import RowRules
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import UploadAccepted
from upstream.domain.uploads.upload import Ended
from upstream.infrastructure.customer_keys import pseudonym_key

Histories = dict[StreamId, list[ClaimEvent]]


def content_of(layout: Layout, rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[column.header for column in layout.columns], *rows])
    return text.getvalue().encode()


def one_by_one(
    customer_id: CustomerId,
    upload_id: UUID,
    layout: Layout,
    rows: list[list[str]],
    histories: Histories,
) -> Counts:
    """What should happen, by the rules of a single row and the decider of a single claim."""
    rules = RowRules(layout, pseudonym_key(SECRET, customer_id))
    counts = Counts()
    for line, row in enumerate(rows, layout.shape.first_line):
        match rules.verdict(row):
            case None:
                counts += Counts(rows_read=1, rows_skipped=1)
            case ClaimFacts() as facts:
                history = histories[stream_of(customer_id, KIND, natural_key(facts))]
                news = decider.decide(
                    RecordClaim(
                        facts=facts,
                        silent=rules.silent,
                        upload_id=StreamId(upload_id),
                        line=line,
                    ),
                    decider.fold(history),
                )
                history += news
                counts += Counts(
                    rows_read=1,
                    rows_new=any(isinstance(one, ClaimRecorded) for one in news),
                    rows_changed=any(isinstance(one, ClaimChanged) for one in news),
                    rows_repeated=not any(
                        isinstance(one, ClaimRecorded | ClaimChanged) for one in news
                    ),
                )
            case _:
                counts += Counts(rows_read=1, rows_rejected=1)
    return counts


numbers = itertools.count(1)


@pytest.mark.feature("IN-8")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_file_in_chunks_is_recorded_like_its_rows_one_by_one(
    desk: Desk, data: st.DataObject
) -> None:
    """Several files about the same claims, in chunks of any size: the same events and counts."""
    slug = f"customer-{next(numbers)}"
    database = desk.intake.log.database
    mine = Desk(desk.intake, open_customer(database, slug=slug, name=slug).customer_id)
    histories: Histories = defaultdict(list)
    for _ in range(data.draw(st.integers(1, 3))):
        layout = data.draw(layouts())
        rows = data.draw(rows_for(layout).filter(bool))
        absent = {"decided_date": "none"} if not layout.indexes("decided_date") else {}
        answer = mine.receive(content_of(layout, rows) + b"\n" * next(numbers), mapping=absent)
        ended = mine.record(answer.id, rows_max=data.draw(st.integers(1, 5)))
        assert isinstance(ended, Ended)
        if ended.how == "rejected":
            continue
        (accepted,) = mine.events_of(answer.id, UploadAccepted)
        expected = one_by_one(mine.customer_id, answer.id, accepted.layout, rows, histories)
        blank_lines = ended.totals.rows_read - expected.rows_read
        totals = ended.totals
        assert totals == expected + Counts(rows_read=blank_lines, rows_skipped=blank_lines)

    for stream_id, history in histories.items():
        stored = mine.intake.log.read(mine.customer_id, stream_id)
        assert [recorded.event for recorded in stored] == history


@pytest.mark.feature("IN-8")
def test_two_uploads_of_the_same_claims_at_once_record_each_claim_once(desk: Desk) -> None:
    """Each meets the other's claims in the middle of its own chunks, and decides again."""
    rows = [f"C{n},Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10," for n in range(60)]
    first = desk.receive(csv_of(*rows))
    second = desk.receive(csv_of(*reversed(rows)))
    went_on = False

    def let_the_other_pass() -> None:
        nonlocal went_on
        if not went_on:
            went_on = True
            desk.record(second.id, rows_max=7)

    record(
        desk.intake,
        context_of(desk.customer_id),
        first.id,
        between_chunks=let_the_other_pass,
        rows_max=10,
    )
    ends = [desk.standing(answer.id) for answer in (first, second)]

    assert all(isinstance(ended, Ended) and ended.how == "completed" for ended in ends)
    new = [ended.totals.rows_new for ended in ends if isinstance(ended, Ended)]
    repeated = [ended.totals.rows_repeated for ended in ends if isinstance(ended, Ended)]
    assert (sum(new), sum(repeated)) == (60, 60)
    kinds = [[type(event) for event in desk.claim(f"C{n}")] for n in range(60)]
    assert all(history == [ClaimRecorded, ClaimSeenAgain] for history in kinds)


def test_a_chunk_that_expected_nothing_but_new_claims_is_decided_again(desk: Desk) -> None:
    """After some chunks of new claims no streams are loaded; the log itself objects."""
    known = "K1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"
    desk.take_in(csv_of(known))
    rows = [known.replace("K1", f"N{n}") for n in range(9)]
    changed = known.replace("150.00", "160.00")
    ended = desk.take_in(csv_of(*rows[:7], changed, *rows[7:], rows[0]), rows_max=2)

    assert ended.totals == Counts(rows_read=11, rows_new=9, rows_changed=1, rows_repeated=1)
    assert len(desk.claim("K1")) == 2
