"""The demo's contract shows the drift that was put into the demo's file, to the cent."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from msgspec.structs import replace
from tests.support.claim_log import context_of
from tests.support.contracts import Office
from tests.support.seeded_rows import record_seeded, seeded_facts

from upstream.application.contracts.keeping import enter_contract, load_rates
from upstream.application.drift import perform_run, request_run
from upstream.application.seed import Plan, agreement, plan
from upstream.domain.claims.procedures import cpt_group
from upstream.domain.contracts.shortfalls import TOLERANCE_BPS, TOLERANCE_CENTS
from upstream.projections.contracts.underpayments import UnderpaymentFilter
from upstream.projections.drift.cells import counts_through

UNTIL = date(2026, 3, 31)


@pytest.mark.feature("DR-4", "DR-6")
@pytest.mark.parametrize("customer", ["riverside", "lakeside"])
def test_the_labelled_underpayment_is_found_and_nothing_else(office: Office, customer: str) -> None:
    demo = plan(customer, claims=20_000, seed=1, until=UNTIL)
    payer, rates = agreement(demo)
    bench, context = office.bench, context_of(office.bench.customer_id)
    contract = enter_contract(bench.log, context, payer=payer)
    load_rates(bench.log, context, contract.id, rates)
    record_seeded(bench.log, bench.customer_id, demo)
    bench.catch_up()
    asked = request_run(
        bench.log,
        context_of(bench.customer_id, correlation_id=uuid4()),
        product="contractiq",
        time_zone="UTC",
        until=UNTIL,
    )
    bench.catch_up()
    done = perform_run(bench.log, context, asked.id, counts_through(bench.views))

    assert done is not None
    label = next(drift for drift in demo.labels.drifts if drift.kind == "allowed_amount")
    cells = {(drift.key.payer, cpt_group(str(drift.key.cpt))) for drift in done.findings}
    # At Lakeside it is laboratory work: each code lacks less than fighting for one claim costs.
    assert cells == ({(label.payer, label.cpt_group)} if customer == "riverside" else set())
    for drift in done.findings:
        assert abs((drift.current.from_on - label.begins_on).days) <= 7

    wanted = UnderpaymentFilter(since=label.begins_on, until=UNTIL, payer=payer)
    assert Decimal(office.owed(wanted).owed) == _owed(demo, payer, label.begins_on)
    assert office.owed(replace(wanted, since=demo.begins_on)).owed == office.owed(wanted).owed


def _owed(demo: Plan, payer: str, since: date) -> Decimal:
    """Counted in the plainest way."""
    _, loaded = agreement(demo)
    shares = {rate.cpt: rate.percent_bps or 0 for rate in loaded.rates}
    owed = 0
    for claims in seeded_facts(demo):
        for claim in claims:
            if (claim.payer, claim.outcome) != (payer, "PAID") or claim.decided_on is None:
                continue
            agreed = ((claim.billed_cents or 0) * shares[claim.cpt] + 5_000) // 10_000
            lacks = agreed - (claim.allowed_cents or 0)
            is_short = lacks > max(TOLERANCE_CENTS, agreed * TOLERANCE_BPS // 10_000)
            owed += lacks if is_short and claim.decided_on >= since else 0
    return Decimal(owed) / 100
