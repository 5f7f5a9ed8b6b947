"""What is told of a file's quality: so far, in the end, and compared with the files before it."""

import pytest
from tests.projections.quality.office import PROJECTIONS, Office, paid
from tests.support.claim_log import context_of
from tests.support.taking_in import csv_of

from upstream.application.uploads import record
from upstream.domain.quality.built_in import BUILT_IN
from upstream.domain.uploads.events import ChunkRecorded
from upstream.projections.quality import dashboard
from upstream.projections.runner import catch_up


@pytest.mark.feature("DQ-5")
def test_a_file_without_a_fault_is_scored_as_one(office: Office) -> None:
    header = (
        "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount,allowed_amount,"
        "paid_amount"
    )
    rows = [f"C{n},Aetna,99213,2026-05-02,2026-05-20,PAID,150.00,92.10,80.00" for n in range(5)]
    upload_id = office.take_in(csv_of(*rows, header=header))
    report = office.report(upload_id)

    assert report.figures is not None
    assert (report.figures.validity, report.figures.completeness) == (1, 1)
    assert report.figures.uniqueness == 1
    assert report.rows_checked == 5
    assert [rule.rows for rule in report.rules] == [0] * len(BUILT_IN)


@pytest.mark.feature("DQ-1", "DQ-5")
def test_every_rule_is_counted_with_its_first_lines(office: Office) -> None:
    denied = paid("D", 3, outcome="DENIED,150.00,0.00,")
    upload_id = office.take_in(csv_of(*paid("P", 4), *denied, "P9,,99213,x,,,,,"), rows_max=2)
    report = office.report(upload_id)

    worst = report.rules[0]
    assert (worst.key, worst.rows, worst.lines) == ("BIZ_DENIAL_REASON", 3, [6, 7, 8])
    assert (report.rows_flagged, report.rows_refused, report.rows_rejected) == (3, 0, 1)
    reasons = next(one for one in report.completeness if one.field == "denial_reason")
    assert (reasons.expected, reasons.missing, reasons.share) == (3, 3, 0)
    facility = next(one for one in report.completeness if one.field == "service_date")
    assert not facility.told


class Struck(Exception):
    """The worker dies between two chunks."""


@pytest.mark.feature("DQ-3", "IN-5")
def test_a_crash_between_chunks_leaves_no_half_result_and_changes_no_figure(
    office: Office,
) -> None:
    desk = office.desk
    rows = [*paid("P", 4), *paid("P", 4), *paid("D", 2, outcome="DENIED,150.00,0.00,")]
    upload_id = desk.receive(csv_of(*rows)).id
    parts = 0

    def strike() -> None:
        nonlocal parts
        parts += 1
        if parts == 3:
            raise Struck

    with pytest.raises(Struck):
        record(
            desk.intake,
            context_of(desk.customer_id),
            upload_id,
            between_chunks=strike,
            rows_max=3,
        )
    chunks = desk.events_of(upload_id, ChunkRecorded)
    catch_up(office.projector, PROJECTIONS)
    half = office.report(upload_id)
    assert half.rows_checked == sum(chunk.counts.rows_read for chunk in chunks) < len(rows)

    desk.record(upload_id, rows_max=3)
    office.assess(upload_id)
    whole = office.report(upload_id)

    assert whole.rows_checked == len(rows)
    repeated = next(rule for rule in whole.rules if rule.key == "DUP_ROW")
    assert (repeated.rows, repeated.lines) == (4, [6, 7, 8, 9])


@pytest.mark.feature("DQ-5", "RD-2")
def test_a_report_can_be_seen_as_it_was(office: Office) -> None:
    upload_id = office.take_in(csv_of(*paid("P", 6)), rows_max=2)
    history = office.desk.intake.log.read(office.desk.customer_id, upload_id)
    after_chunks = [r.position for r in history if isinstance(r.event, ChunkRecorded)]

    seen = [office.report(upload_id, position).rows_checked for position in after_chunks]

    assert seen == [2, 4, 6]
    assert office.report(upload_id, after_chunks[0]).assessed_at is None
    assert office.report(upload_id).assessed_at is not None


@pytest.mark.feature("DQ-5", "DQ-6")
def test_a_file_unlike_those_before_it_is_noticed(office: Office) -> None:
    for week in range(6):
        usual = [
            *paid(f"W{week}-", 90 + week),
            *paid(f"V{week}-", 30, payer="Cigna"),
            *paid(f"X{week}-", 20, outcome="DENIED,150.00,0.00,CO-197"),
        ]
        assert office.report(office.take_in(csv_of(*usual))).anomalies == []

    denied = paid("N", 900, payer="Humana", outcome="DENIED,150.00,0.00,")
    found = office.report(office.take_in(csv_of(*denied)))

    assert found.compared_with == 6
    assert {(one.kind, one.field) for one in found.anomalies} == {
        ("volume", None),
        ("missing_data", "denial_reason"),
        ("outcome_shift", None),
        ("payer_shift", None),
    }
    with office.views.at(office.desk.customer_id, needs=dashboard.NEEDS) as view:
        shown = dashboard.quality(view)
    assert shown.uploads == 7
    assert [len(point.anomalies) for point in shown.trend] == [0] * 6 + [4]
    assert shown.direction == "insufficient"


@pytest.mark.feature("DQ-5")
def test_a_file_without_rows_is_neither_good_nor_bad(office: Office) -> None:
    upload_id = office.take_in(csv_of("", "TOTAL,,,,,,0.00,,"))
    report = office.report(upload_id)

    assert report.status == "completed"
    assert (report.figures, report.assessed_at) == (None, None)
