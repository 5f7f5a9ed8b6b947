"""What is told of a file's quality: so far, in the end, and compared with the files before it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import Desk, csv_of, desk_of

from upstream.application.quality.assessing import assess_upload
from upstream.application.quality.rules import built_in_id, draft_rule, switch_rule
from upstream.application.uploads import record
from upstream.domain.quality.built_in import BUILT_IN
from upstream.domain.quality.rule import Range, Required, Text
from upstream.domain.units import CustomerId
from upstream.domain.uploads.events import ChunkRecorded, RulesFixed
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.projections.moments import AtPosition
from upstream.projections.quality import dashboard, list_rules, reports
from upstream.projections.quality.history import history_through
from upstream.projections.quality.reports import QualityReport, quality_report
from upstream.projections.quality.rule_versions import validation_rules
from upstream.projections.quality.upload_quality import upload_quality
from upstream.projections.runner import catch_up
from upstream.projections.uploads.upload_versions import uploads
from upstream.projections.view import Views

PROJECTIONS = (upload_quality, uploads, validation_rules)
NEEDED = Text(name="A facility is named", severity="error", test=Required("facility"))
CHEAP = Text(name="Nothing above 100", severity="error", test=Range("billed_amount", most="100"))


@pytest.fixture
def desk(database: Database, customer_id: CustomerId, tmp_path: Path) -> Desk:
    return desk_of(database, customer_id, tmp_path)


@pytest.fixture
def views(desk: Desk, database: Database, database_url: str) -> Iterator[Views]:
    with Hints(database_url) as hints:
        yield Views(database, desk.intake.log, hints)


class Office:
    """The desk with everything that looks at quality behind it."""

    def __init__(self, desk: Desk, views: Views, projector: Database) -> None:
        self.desk, self.views, self.projector = desk, views, projector

    def take_in(self, content: bytes, **how: int) -> UUID:
        upload_id = self.desk.receive(content).id
        self.desk.record(upload_id, **how)
        self.assess(upload_id)
        return upload_id

    def assess(self, upload_id: UUID) -> None:
        print(catch_up(self.projector, PROJECTIONS))
        print(self.projector.url if hasattr(self.projector, "url") else "")
        context = context_of(self.desk.customer_id, command="quality.assess")
        log, history = self.desk.intake.log, history_through(self.views)
        assess_upload(log, context, upload_id, history)
        catch_up(self.projector, PROJECTIONS)

    def report(self, upload_id: UUID, position: int | None = None) -> QualityReport:
        moment = None if position is None else AtPosition(position)
        with self.views.at(self.desk.customer_id, needs=reports.NEEDS, as_of=moment) as view:
            return quality_report(view, upload_id)

    def switch_on(self, text: Text) -> UUID:
        log, customer_id = self.desk.intake.log, self.desk.customer_id
        rule_id = draft_rule(log, context_of(customer_id), text).id
        switch_rule(log, context_of(customer_id), rule_id, to=True)
        return rule_id


@pytest.fixture
def office(desk: Desk, views: Views, projector_database: Database) -> Office:
    return Office(desk, views, projector_database)


def paid(name: str, count: int, **more: str) -> list[str]:
    """Sound claims of Aetna."""
    payer, outcome = more.get("payer", "Aetna"), more.get("outcome", "PAID,150.00,92.10,")
    return [f"{name}{n},{payer},99213,2026-05-02,2026-05-20,{outcome}" for n in range(count)]


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


@pytest.mark.feature("DQ-1")
def test_a_rule_of_the_customers_own_rejects_rows_with_its_name(office: Office) -> None:
    office.switch_on(CHEAP)
    upload_id = office.take_in(csv_of(*paid("P", 2), "C9,Aetna,99213,2026-05-02,,,99.00,,"))

    report = office.report(upload_id)
    assert (report.rows_refused, report.rows_rejected) == (2, 2)
    (chunk,) = office.desk.events_of(upload_id, ChunkRecorded)
    assert [row.line for row in chunk.rejected] == [2, 3]
    assert chunk.rejected[0].faults[0].advice.endswith("Nothing above 100.")
    assert office.desk.claim("P0") == []
    assert len(office.desk.claim("C9")) == 1


@pytest.mark.feature("DQ-1", "DQ-3")
def test_rules_changed_during_an_upload_do_not_touch_it(office: Office) -> None:
    desk = office.desk
    rule_id = office.switch_on(CHEAP)
    upload_id = desk.receive(csv_of(*paid("P", 6))).id
    parts = 0

    def change_the_rules() -> None:
        nonlocal parts
        parts += 1
        if parts == 2:
            office.switch_on(NEEDED)
            switch_rule(desk.intake.log, context_of(desk.customer_id), rule_id, to=False)

    record(
        desk.intake,
        context_of(desk.customer_id),
        upload_id,
        between_chunks=change_the_rules,
        rows_max=2,
    )

    (fixed,) = desk.events_of(upload_id, RulesFixed)
    assert [rule.key for rule in fixed.rules[len(BUILT_IN) :]] == [str(rule_id)]
    chunks = desk.events_of(upload_id, ChunkRecorded)
    assert [chunk.counts.rows_rejected for chunk in chunks] == [2, 2, 2]
    after = desk.receive(csv_of(*paid("Q", 1))).id
    desk.record(after)
    (fixed,) = desk.events_of(after, RulesFixed)
    assert [rule.name for rule in fixed.rules[len(BUILT_IN) :]] == [NEEDED.name]


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


@pytest.mark.feature("DQ-1")
def test_a_built_in_rule_can_be_switched_off_and_on(office: Office) -> None:
    desk = office.desk
    log, context = desk.intake.log, context_of(desk.customer_id)
    rule_id = built_in_id(desk.customer_id, "BIZ_DENIAL_REASON")
    switch_rule(log, context, rule_id, to=False)
    denied = csv_of(*paid("D", 3, outcome="DENIED,150.00,0.00,"))

    report = office.report(office.take_in(denied))

    assert report.rows_flagged == 0
    assert len(report.rules) == len(BUILT_IN) - 1
    with office.views.at(desk.customer_id, needs=list_rules.NEEDS) as view:
        known = list_rules.rule(view, rule_id)
    assert (known.is_on, known.key, known.version) == (False, "BIZ_DENIAL_REASON", 1)
