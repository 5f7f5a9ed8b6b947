"""What people see of an upload, now and at any moment before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import Desk, csv_of, desk_of

from upstream.application.uploads import cancel
from upstream.domain.units import CustomerId
from upstream.domain.uploads.refusals import UploadUnknown
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.projections.moments import AtPosition
from upstream.projections.runner import catch_up
from upstream.projections.uploads.documents import UploadFilter
from upstream.projections.uploads.list_uploads import NEEDS, list_uploads, upload
from upstream.projections.uploads.rejected_rows import rejected_rows, rejected_rows_csv
from upstream.projections.uploads.statistics import upload_statistics
from upstream.projections.uploads.upload_versions import uploads
from upstream.projections.view import View, Views

GOOD = [f"C{n},Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10," for n in range(6)]
BAD = [
    "X1,,99213,2025-02-30,2025-01-20,PAID,150.00,,",
    "X2,Aetna,99213,2025-01-02,2025-01-01,PAID,150.00,,",
]


@pytest.fixture
def desk(database: Database, customer_id: CustomerId, tmp_path: Path) -> Desk:
    return desk_of(database, customer_id, tmp_path)


@pytest.fixture
def views(desk: Desk, database: Database, database_url: str) -> Iterator[Views]:
    with Hints(database_url) as hints:
        yield Views(database, desk.intake.log, hints)


@pytest.mark.feature("IN-6", "IN-14")
def test_every_count_of_a_finished_upload_is_shown(
    desk: Desk, views: Views, projector_database: Database
) -> None:
    answer = desk.receive(csv_of(*GOOD, *BAD, "", GOOD[0]))
    desk.record(answer.id, rows_max=4)
    catch_up(projector_database, [uploads])

    with views.at(desk.customer_id, needs=NEEDS) as view:
        shown = upload(view, answer.id)

    assert shown.status == "completed"
    assert (shown.rows_read, shown.rows_new, shown.rows_repeated) == (10, 6, 1)
    assert (shown.rows_rejected, shown.rows_skipped, shown.rows_changed) == (2, 1, 0)
    assert shown.bytes_read == shown.size_bytes
    assert shown.received_by == "system:tests"
    assert shown.layout is not None
    assert [column.header for column in shown.layout.columns][:2] == ["claim_id", "payer"]


@pytest.mark.feature("IN-6", "RD-1")
def test_progress_can_be_seen_as_it_was_after_each_chunk(
    desk: Desk, views: Views, projector_database: Database
) -> None:
    answer = desk.receive(csv_of(*GOOD))
    desk.record(answer.id, rows_max=2)
    catch_up(projector_database, [uploads])
    log = desk.intake.log
    positions = [recorded.position for recorded in log.read(desk.customer_id, answer.id)]

    seen = []
    for position in positions:
        moment = AtPosition(position)
        with views.at(desk.customer_id, needs=NEEDS, as_of=moment) as view:
            shown = upload(view, answer.id)
        seen.append((shown.status, shown.rows_read))

    assert seen == [
        ("received", 0),
        ("validating", 0),
        ("accepted", 0),
        ("accepted", 0),  # its rules are fixed
        ("recording", 2),
        ("recording", 4),
        ("recording", 6),
        ("completed", 6),
    ]


@pytest.mark.feature("IN-14")
def test_rejected_rows_say_line_column_and_what_to_do(
    desk: Desk, views: Views, projector_database: Database
) -> None:
    answer = desk.receive(csv_of(*GOOD, *BAD))
    desk.record(answer.id, rows_max=3)
    catch_up(projector_database, [uploads])

    with views.at(desk.customer_id, needs=NEEDS) as view:
        page = rejected_rows(view, answer.id, limit=1)
        rest = rejected_rows(view, answer.id, limit=5, after=page.next or 0)
        lines = list(rejected_rows_csv(view, answer.id))

    assert [row.line for row in (*page.items, *rest.items)] == [8, 9]
    assert [fault.column for fault in page.items[0].faults] == ["payer", "submitted_date"]
    assert rest.items[0].code == "row.decided_before_submitted"
    assert rest.next is None
    assert lines[0] == "line,column,code,reason\r\n"
    assert lines[1].startswith("8,payer | submitted_date,row.missing | row.date_unreadable,")
    assert "2025-02-30" not in "".join(lines)


@pytest.mark.feature("IN-1", "IN-14")
def test_a_rejected_file_says_what_it_needs(
    desk: Desk, views: Views, projector_database: Database
) -> None:
    header = "claim_id,payer,cpt,submission_date,claim_status"
    answer = desk.receive(csv_of("C1,Aetna,99213,2025-01-02,Approved", header=header))
    desk.record(answer.id)
    catch_up(projector_database, [uploads])

    with views.at(desk.customer_id, needs=NEEDS) as view:
        shown = upload(view, answer.id)

    assert (shown.status, shown.code) == ("rejected", "upload.mapping_needed")
    assert shown.problem is not None
    assert shown.problem.asks == ("decided_date",)
    assert [(one.name, one.value) for one in shown.problem.suggested] == [("decided_date", "none")]


@pytest.mark.feature("IN-14")
def test_uploads_are_listed_searched_and_added_up(
    desk: Desk, views: Views, projector_database: Database
) -> None:
    first = desk.receive(csv_of(*GOOD[:1]), name="january.csv")
    second = desk.receive(csv_of(*GOOD[:2]), name="february.csv")
    third = desk.receive(csv_of(*GOOD[:3]), name="march.csv")
    desk.record(first.id)
    desk.record(second.id)
    cancel(desk.intake.log, context_of(desk.customer_id, command="uploads.cancel"), third.id)
    catch_up(projector_database, [uploads])

    with views.at(desk.customer_id, needs=NEEDS) as view:
        page = list_uploads(view, UploadFilter(), limit=2)
        rest = list_uploads(view, UploadFilter(), limit=2, after=page.next)
        assert ids(view, UploadFilter(search="FEBRU")) == [second.id]
        assert ids(view, UploadFilter(status="cancelled")) == [third.id]
        assert ids(view, UploadFilter(search=page.items[0].sha256[:20])) == [third.id]
        statistics = upload_statistics(view)

    assert [row.id for row in (*page.items, *rest.items)] == [third.id, second.id, first.id]
    assert statistics.uploads_total == 3
    assert statistics.by_status["completed"] == 2
    assert statistics.by_status["failed"] == 0
    assert (statistics.rows_read, statistics.rows_new, statistics.rows_repeated) == (3, 2, 1)


def ids(view: View, wanted: UploadFilter) -> list[object]:
    return [row.id for row in list_uploads(view, wanted).items]


@pytest.mark.feature("ID-2")
def test_nobody_sees_another_customers_upload(
    desk: Desk,
    views: Views,
    projector_database: Database,
    other_customer_id: CustomerId,
) -> None:
    answer = desk.receive(csv_of(*GOOD, *BAD))
    desk.record(answer.id)
    catch_up(projector_database, [uploads])

    with views.at(other_customer_id, needs=NEEDS) as view:
        assert list_uploads(view, UploadFilter()).items == []
        with pytest.raises(UploadUnknown):
            upload(view, answer.id)
        with pytest.raises(UploadUnknown):
            rejected_rows(view, answer.id)
