"""Rules are fixed when a file is accepted: the customer's own, and those switched off."""

import pytest
from tests.projections.quality.office import Office, paid
from tests.support.claim_log import context_of
from tests.support.taking_in import csv_of

from upstream.application.quality.rules import built_in_id, switch_rule
from upstream.application.uploads import record
from upstream.domain.quality.built_in import BUILT_IN
from upstream.domain.quality.rule import Range, Required, Text
from upstream.domain.uploads.events import ChunkRecorded, RulesFixed
from upstream.projections.quality import list_rules

NEEDED = Text(name="A facility is named", severity="error", test=Required("facility"))
CHEAP = Text(name="Nothing above 100", severity="error", test=Range("billed_amount", most="100"))


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
