"""Runs on a demo file: the drifts are found, kept, explained by their claims, and reproducible."""

from datetime import date, timedelta
from threading import Thread
from uuid import UUID

import msgspec
import pytest
from tests.support.claim_log import PENDING, context_of
from tests.support.detection import Bench

from upstream.application.drift import perform_run, request_run
from upstream.application.seed import Plan
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.refusals import (
    DriftRunUnknown,
    FindingUnknown,
    PositionNotReached,
    ProductUnknown,
    UntilInTheFuture,
)
from upstream.domain.units import CustomerId
from upstream.projections.drift import evidence as behind
from upstream.projections.drift.cells import counts_through
from upstream.projections.drift.evidence import evidence
from upstream.projections.drift.evidence_documents import EvidencePage
from upstream.projections.drift.list_findings import (
    NEEDS,
    FindingFilter,
    dollars_at_risk,
    finding,
    list_findings,
)
from upstream.projections.drift.list_runs import last_run_at, list_runs, run

UNTIL = date(2026, 3, 31)


@pytest.fixture(scope="module")
def first_run(bench: Bench) -> UUID:
    """The first look at the demo file."""
    run_id = bench.request(UNTIL)
    bench.perform(run_id)
    return run_id


@pytest.mark.feature("DR-1", "DR-9")
def test_the_drifts_of_the_demo_are_found(bench: Bench, demo: Plan, first_run: UUID) -> None:
    wanted = {(label.kind, label.payer, label.cpt_group) for label in demo.labels.drifts}
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        done = run(view, first_run)
        page = list_findings(view, FindingFilter(status="open"))
        assert last_run_at(view) == done.run.finished_at
        assert dollars_at_risk(view) != "0.00"
    assert {(f.kind, f.payer, f.cpt_group) for f in page.items} == wanted
    assert done.findings == [finding for finding in done.findings if finding.status == "open"]
    assert sorted(done.findings, key=lambda f: f.id) == sorted(page.items, key=lambda f: f.id)
    severities = [f.severity for f in page.items]
    assert severities == sorted(severities, reverse=True)
    assert (done.run.state, done.run.standing) == ("completed", "current")
    assert done.run.findings_count == 3
    assert done.run.settings is not None
    assert done.run.code_version == DriftWatch.code_version


@pytest.mark.feature("DR-8")
def test_the_same_position_and_settings_give_the_same_bytes(bench: Bench, first_run: UUID) -> None:
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        first = run(view, first_run).run
    bench.record([msgspec.structs.replace(PENDING, claim_ref="late", payer="Somebody new")])
    again = [bench.run(UNTIL, as_of=first.position) for _ in range(2)]
    documents = {msgspec.json.encode(completed.findings) for completed in again}
    assert len(documents) == 1
    assert {completed.findings_sha256 for completed in again} == {first.findings_sha256}
    assert {completed.standing for completed in again} == {"look_back"}


@pytest.mark.feature("DR-9")
def test_a_look_back_leaves_todays_findings_alone(bench: Bench, first_run: UUID) -> None:
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        before = list_findings(view, FindingFilter()).items
    run_id = bench.request(UNTIL - timedelta(days=7))
    completed = bench.perform(run_id)
    assert completed.standing == "look_back"
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        assert list_findings(view, FindingFilter()).items == before
        of_run = list_findings(view, FindingFilter(run_id=run_id)).items
    assert {f.status for f in of_run} <= {"look_back"}
    assert len(of_run) == len(completed.findings)
    assert first_run != run_id


@pytest.mark.feature("DR-10")
def test_what_is_seen_again_is_one_finding_with_a_history(bench: Bench, first_run: UUID) -> None:
    bench.run(UNTIL)
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        seen = list_findings(view, FindingFilter(status="open")).items
    assert len(seen) == 3
    assert {f.episode for f in seen} == {1}
    assert {f.run_id for f in seen} != {first_run}
    assert all(f.sightings and f.sightings >= 2 for f in seen)
    assert all(
        f.first_seen_at and f.last_seen_at and f.first_seen_at < f.last_seen_at for f in seen
    )


@pytest.mark.feature("DR-1")
def test_a_denial_rate_rests_on_the_denied_claims_of_its_window(
    bench: Bench, demo: Plan, first_run: UUID
) -> None:
    label = next(label for label in demo.labels.drifts if label.kind == "denial_rate")
    with bench.views.at(bench.customer_id, needs=behind.NEEDS) as view:
        found = next(f for f in run(view, first_run).findings if f.kind == "denial_rate")
        page = evidence(view, found.id, limit=10)
        everything = evidence(view, found.id, limit=10_000)
        second = evidence(view, found.id, limit=10, after=page.next)
    assert page.of == "denied"
    assert page.total == len(everything.items)
    assert page.total == round(float(found.current_value) * found.current.claims)
    assert all(claim.outcome == "DENIED" for claim in everything.items)
    assert all(
        claim.decided_on and found.current.begins <= claim.decided_on < found.current.ends
        for claim in everything.items
    )
    billed = [float(str(claim.billed)) for claim in everything.items]
    assert billed == sorted(billed, reverse=True)
    assert [*page.items, *second.items] == everything.items[:20]
    assert label.payer == found.payer


@pytest.mark.feature("DR-1")
@pytest.mark.parametrize(
    ("kind", "sort"), [("days_to_decision", "slow"), ("allowed_amount", "underpaid")]
)
def test_the_other_kinds_name_their_claims_too(
    bench: Bench, first_run: UUID, kind: str, sort: str
) -> None:
    with bench.views.at(bench.customer_id, needs=behind.NEEDS) as view:
        found = next(f for f in run(view, first_run).findings if f.kind == kind)
        page: EvidencePage = evidence(view, found.id, limit=5)
        rest = evidence(view, found.id, limit=10_000, after=page.next)
    assert page.of == sort
    assert 0 < page.total == len(page.items) + len(rest.items)
    assert page.total > found.current.claims / 3


def test_what_is_not_there_is_refused_by_name(bench: Bench) -> None:
    context = context_of(bench.customer_id)
    with bench.views.at(bench.customer_id, needs=behind.NEEDS) as view:
        with pytest.raises(FindingUnknown):
            finding(view, UUID(int=1))
        with pytest.raises(FindingUnknown):
            evidence(view, UUID(int=1))
        with pytest.raises(DriftRunUnknown):
            run(view, UUID(int=1))
    with pytest.raises(DriftRunUnknown):
        perform_run(bench.log, context, UUID(int=1), counts_through(bench.views))
    with pytest.raises(ProductUnknown):
        request_run(bench.log, context, product="nonsense", time_zone="UTC")
    with pytest.raises(UntilInTheFuture):
        bench.request(context.now.date() + timedelta(days=2))
    with pytest.raises(PositionNotReached):
        bench.request(UNTIL, as_of=10**9)


@pytest.mark.feature("DR-8")
def test_two_runs_of_one_customer_take_turns(bench: Bench) -> None:
    """While one counts, the other does not: what they do is written down and never overlaps."""
    told: list[str] = []
    count = counts_through(bench.views)
    run_ids = [bench.request(UNTIL), bench.request(UNTIL)]

    def slowly(customer_id: CustomerId, position: int, question: Question) -> Counts:
        told.append("begins")
        found = count(customer_id, position, question)
        told.append("ends")
        return found

    def carry_out(run_id: UUID) -> None:
        context = context_of(bench.customer_id, command="drift.run")
        perform_run(bench.log, context, run_id, slowly)

    threads = [Thread(target=carry_out, args=(run_id,)) for run_id in run_ids * 2]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        bench.catch_up()
    assert told == ["begins", "ends"] * 2, "and each run was carried out once"


def test_runs_are_listed_the_latest_first_page_by_page(bench: Bench) -> None:
    bench.catch_up()
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        everything = list_runs(view, limit=200).items
        page = list_runs(view, limit=2)
        second = list_runs(view, limit=2, after=page.next)
    requested = [one.requested_at for one in everything]
    assert requested == sorted(requested, reverse=True)
    assert [*page.items, *second.items] == everything[:4]
