"""ContractIQ over claims in the log: what a run finds, on which claims, and what it knew then."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace
from tests.support.claim_log import context_of
from tests.support.contracts import JANUARY, PAYER, Office, fee, paid

from upstream.application.contracts.keeping import correct_rate
from upstream.application.drift import perform_run, request_run
from upstream.application.drift.carrying_out import findings_document
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.drift.events import DriftRunCompleted
from upstream.domain.units import Cents
from upstream.projections.drift.cells import counts_through
from upstream.projections.drift.evidence import NEEDS, evidence
from upstream.projections.drift.evidence_documents import EvidencePage
from upstream.projections.drift.list_findings import FindingFilter, list_findings

pytestmark = pytest.mark.feature("DR-4")

UNTIL = date(2026, 7, 6)


def weekly(weeks: range, allowed: float, per_week: int = 4) -> list[ClaimFacts]:
    """Claims for 99213, so many decided in each of these weeks, 0 the newest."""
    return [
        replace(
            paid(f"W{week}-{number}", allowed),
            submitted_on=UNTIL - timedelta(days=7 * week + 21),
            decided_on=UNTIL - timedelta(days=7 * week + 1 + number % 5),
        )
        for week in weeks
        for number in range(per_week)
    ]


def run(office: Office, *, as_of: int | None = None) -> DriftRunCompleted:
    bench = office.bench
    context = context_of(bench.customer_id, command="drift.run", correlation_id=uuid4())
    asked = request_run(
        bench.log, context, product="contractiq", time_zone="UTC", until=UNTIL, as_of=as_of
    )
    bench.catch_up()
    done = perform_run(bench.log, context, asked.id, counts_through(bench.views))
    bench.catch_up()
    assert done is not None
    return done


def behind(office: Office) -> EvidencePage:
    """The claims behind the one open finding."""
    with office.bench.views.at(office.bench.customer_id, needs=NEEDS) as view:
        (found,) = list_findings(view, FindingFilter(product="contractiq")).items
        return evidence(view, found.id)


def test_a_payer_that_begins_to_underpay_is_found_with_the_dollars_and_the_week(
    office: Office,
) -> None:
    office.agree(fee("99213", 100))
    office.bench.record([*weekly(range(5), 92.5), *weekly(range(5, 24), 100)])

    (drift,) = run(office).findings

    assert (drift.key.payer, drift.key.cpt, drift.kind) == (PAYER, "99213", "underpayment")
    assert drift.at_risk_cents == 20 * 750
    assert (drift.baseline_value, drift.current_value) == (10_000, 9_250)
    assert (drift.current.from_on, drift.current.claims) == (UNTIL - timedelta(days=35), 20)
    assert "20 of 20 lines paid in the 35 days to 2026-07-06 are below" in drift.explanation
    assert "$150.00 owed; it began about 2026-06-01: 0 of 64 lines before" in drift.explanation


def test_who_has_always_underpaid_is_found_too(office: Office) -> None:
    office.agree(fee("99213", 100))
    office.bench.record(weekly(range(24), 92.5))

    (drift,) = run(office).findings

    assert drift.at_risk_cents == 8 * 4 * 750
    assert "no beginning is in sight: 52 of 52 lines before, $390.00 more owed" in drift.explanation


def test_who_begins_to_pay_a_lower_code_is_found_with_the_claims_behind_it(office: Office) -> None:
    office.agree(fee("99213", 75), fee("99214", 100))
    billed = [replace(claim, cpt="99214") for claim in weekly(range(24), 100)]
    office.bench.record(
        [replace(claim, allowed_cents=Cents(7_500)) for claim in billed[:16]] + billed[16:]
    )

    (drift,) = run(office).findings

    assert (drift.key.cpt, drift.at_risk_cents) == ("99214", 16 * 2_500)
    assert "; 16 of them paid as another procedure; $400.00 owed" in drift.explanation
    found = behind(office)
    assert found.total == 16
    assert {(one.contracted, one.allowed, one.owed) for one in found.items} == {
        ("100.00", "75.00", "25.00")
    }


def test_a_few_slips_and_a_few_dollars_are_no_finding(office: Office) -> None:
    office.agree(fee("99213", 100), fee("36415", 8))
    slips = [replace(claim, allowed_cents=Cents(5_000)) for claim in weekly(range(1), 0, 1)]
    needles = [
        replace(claim, claim_ref=f"N{place}", cpt="36415")
        for place, claim in enumerate(weekly(range(5), 6, 1))
    ]
    office.bench.record([*slips, *weekly(range(1, 26), 100, 8), *needles])

    assert run(office).findings == ()


def test_the_claims_behind_a_finding_owe_what_it_says(office: Office) -> None:
    office.agree(fee("99213", 100))
    office.bench.record([*weekly(range(3), 92.5, 3), *weekly(range(3, 9), 100)])
    (drift,) = run(office).findings

    found = behind(office)

    assert found.total == 9
    assert {(one.contracted, one.allowed, one.owed) for one in found.items} == {
        ("100.00", "92.50", "7.50")
    }
    assert sum(Cents(750) for _ in found.items) == drift.at_risk_cents


def test_nothing_is_owed_as_of_a_time_before_the_contract(office: Office) -> None:
    office.bench.record(weekly(range(9), 92.5))
    before = office.head
    office.agree(fee("99213", 100))

    assert run(office, as_of=before).findings == ()
    assert len(run(office).findings) == 1


def test_a_rate_put_right_later_changes_no_earlier_answer(office: Office) -> None:
    contract = office.agree(fee("99213", 100))
    office.bench.record(weekly(range(9), 92.5))
    then, first = office.head, run(office)
    known = behind(office)
    context = context_of(office.bench.customer_id)
    correct_rate(office.bench.log, context, contract, 1, fee("99213", 92.5))
    office.bench.catch_up()

    assert run(office).findings == ()
    again = run(office, as_of=then)
    assert findings_document(again) == findings_document(first)
    assert office.owed(position=then).owed == "270.00"
    assert office.owed().owed == "0.00"
    assert behind(office) == known


def test_a_schedule_that_takes_anothers_place_counts_from_then_on(office: Office) -> None:
    office.agree(fee("99213", 100))
    office.bench.record(weekly(range(9), 92.5))
    then = office.head
    office.agree(fee("99213", 95), from_on=JANUARY, replaces=1)

    assert office.owed(position=then).owed == "270.00"
    assert office.owed().owed == "90.00"
