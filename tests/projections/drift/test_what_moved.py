"""What made a finding's change: parts that add up, as the run knew the claims."""

from datetime import date

import pytest
from tests.support.detection import Bench

from upstream.projections.drift.breakdown import NEEDS, moved
from upstream.projections.drift.documents import Finding
from upstream.projections.drift.list_findings import FindingFilter, list_findings
from upstream.projections.view import View

UNTIL = date(2026, 3, 31)


@pytest.fixture(scope="module")
def findings(bench: Bench) -> list[Finding]:
    run_id = bench.request(UNTIL)
    bench.perform(run_id)
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        return list_findings(view, FindingFilter(status="open")).items


def _of(findings: list[Finding], kind: str) -> Finding:
    return next(one for one in findings if one.kind == kind)


@pytest.mark.feature("DR-1")
def test_every_drill_adds_up_to_its_change(bench: Bench, findings: list[Finding]) -> None:
    assert findings
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        for finding in findings:
            found = moved(view, finding.id)
            assert found.known_at_position == finding.position
            assert {drill.by for drill in found.drills} >= {"cpt", "cpt_group"}
            for drill in found.drills:
                parts = sum(part.own + part.mix for part in drill.parts)
                assert parts == pytest.approx(drill.change, abs=1e-9)
                assert drill.now - drill.before == pytest.approx(drill.change, abs=1e-9)
                assert drill.change != 0


@pytest.mark.feature("DR-2")
def test_denials_are_traced_to_reasons_and_their_root_causes(
    bench: Bench, findings: list[Finding]
) -> None:
    finding = _of(findings, "denial_rate")
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        found = moved(view, finding.id)
        denied, claims = _denied(view, finding)
    assert found.measure == "denied"
    by_reason = next(drill for drill in found.drills if drill.by == "denial_reason")
    assert by_reason.now == pytest.approx(denied / claims, abs=1e-6)
    assert sum(one.denials_now for one in found.root_causes) == denied
    assert sum(one.share_now or 0 for one in found.root_causes) == pytest.approx(1, abs=1e-4)
    rises = [(one.rate_now or 0) - (one.rate_before or 0) for one in found.root_causes]
    assert rises == sorted(rises, reverse=True)


def _denied(view: View, finding: Finding) -> tuple[int, int]:
    row = view.connection.exec_driver_sql(
        "SELECT count(*) FILTER (WHERE outcome = 'DENIED'), count(*) FROM claim_versions"
        " WHERE customer_id = %s AND payer = %s AND cpt_group = %s"
        " AND outcome IN ('PAID', 'DENIED') AND decided_on >= %s AND decided_on < %s"
        " AND from_position <= %s AND to_position > %s",
        (
            view.customer_id,
            finding.payer,
            finding.cpt_group,
            finding.current.begins,
            finding.current.ends,
            finding.position,
            finding.position,
        ),
    ).one()
    return row[0], row[1]


@pytest.mark.feature("DR-3")
def test_waits_are_told_as_answers_with_what_waits_counted_in(
    bench: Bench, findings: list[Finding]
) -> None:
    """A payer that got slower answers less per day of waiting, whatever it decided."""
    finding = _of(findings, "days_to_decision")
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        found = moved(view, finding.id)
    assert found.measure == "answers"
    slower = float(finding.delta) > 0
    assert (found.drills[0].change < 0) is slower
    assert {one.measure for one in found.beside} == {"denied", "answers", "allowed"}
