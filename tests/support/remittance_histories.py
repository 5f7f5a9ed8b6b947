"""Payments as Hypothesis makes them up: told by one upload or two, and withdrawn again."""

from datetime import timedelta

from hypothesis import strategies as st
from tests.support.telling import JANUARY, PAYERS, Step

from upstream.domain.remittances.facts import KIND, ProviderAdjustment, RemittanceFacts, natural_key
from upstream.domain.remittances.remittance import RecordRemittance, WithdrawRemittance, decider
from upstream.domain.streams import stream_of
from upstream.domain.units import Cents, CustomerId


def payment(
    trace: str = "EFT1", *, payer: str = PAYERS[0], taken: tuple[int, ...] = (1_000,), day: int = 5
) -> RemittanceFacts:
    """Balanced: paid is what was paid for claims less what was taken back."""
    kept = tuple(
        ProviderAdjustment("WO" if cents > 0 else "L6", Cents(cents), f"A-{place}")
        for place, cents in enumerate(taken)
    )
    return RemittanceFacts(
        payer=payer,
        trace=trace,
        method="ACH",
        paid_cents=Cents(50_000 - sum(taken)),
        paid_on=JANUARY + timedelta(days=day),
        produced_on=JANUARY,
        claims_count=2,
        claims_paid_cents=Cents(50_000),
        lines_count=3,
        adjustments=kept,
    )


def told(customer_id: CustomerId, facts: RemittanceFacts, upload: str) -> Step:
    command = RecordRemittance(
        facts=facts, upload_id=stream_of(customer_id, "upload", upload), line=3
    )
    return Step(decider, stream_of(customer_id, KIND, natural_key(facts)), command)


def withdrawn(customer_id: CustomerId, facts: RemittanceFacts, upload: str) -> Step:
    command = WithdrawRemittance(upload_id=stream_of(customer_id, "upload", upload))
    return Step(decider, stream_of(customer_id, KIND, natural_key(facts)), command)


def remittance_steps(customer_id: CustomerId) -> st.SearchStrategy[Step]:
    facts = st.builds(
        payment,
        st.sampled_from(("EFT1", "EFT2")),
        payer=st.sampled_from(PAYERS[:2]),
        taken=st.sampled_from(((), (1_000,), (2_500, -40))),
    )
    uploads = st.sampled_from(("1", "2"))
    return st.one_of(
        st.builds(told, st.just(customer_id), facts, uploads),
        st.builds(withdrawn, st.just(customer_id), facts, uploads),
    )
