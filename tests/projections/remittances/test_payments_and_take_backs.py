"""Which payments were announced, what was taken back, and as of which moment."""

from decimal import Decimal

import pytest
from tests.projections.asking import ask
from tests.support.claim_log import context_of
from tests.support.remittance_histories import payment, told, withdrawn
from tests.support.telling import PAYERS, Step

from upstream.application.transact import transact
from upstream.domain.remittances.facts import KIND, RemittanceFacts, natural_key
from upstream.domain.remittances.refusals import RemittanceUnknown
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.remittances.list_remittances import (
    RemittanceFilter,
    list_remittances,
    payers_of,
    remittance,
)
from upstream.projections.remittances.provider_adjustments import provider_adjustments
from upstream.projections.runner import catch_up
from upstream.projections.view import View, Views

pytestmark = pytest.mark.feature("IN-3", "RD-2")

FIRST = payment("EFT1", taken=(1_000, -250), day=5)
SECOND = payment("EFT2", payer=PAYERS[1], taken=(), day=9)


class Payments:
    """A customer's log of payments, projected after every step."""

    def __init__(self, views: Views, customer_id: CustomerId, database_url: str) -> None:
        self.views, self.customer_id, self._url = views, customer_id, database_url

    def tell(self, *steps: Step) -> int:
        """The position of the last step."""
        reached = 0
        for decider, stream_id, command in steps:
            context = context_of(self.customer_id)
            reached = transact(self.views.log, decider, stream_id, command, context).position
        projector = Database(self._url, role=PROJECTOR, pool_size=1)
        catch_up(projector, PROJECTIONS)
        projector.close()
        return reached

    def told(self, facts: RemittanceFacts, upload: str = "1") -> int:
        return self.tell(told(self.customer_id, facts, upload))

    def traces(self, position: int | None = None, **wanted: object) -> list[str | None]:
        asked = RemittanceFilter(**wanted)  # type: ignore[arg-type]

        def question(view: View) -> list[str | None]:
            return [row.trace for row in list_remittances(view, asked).items]

        return ask(self.views, self.customer_id, question, position)


@pytest.fixture
def payments(views: Views, customer_id: CustomerId, database_url: str) -> Payments:
    return Payments(views, customer_id, database_url)


def test_the_latest_payment_comes_first_with_what_was_taken_back(payments: Payments) -> None:
    payments.told(FIRST)
    payments.told(SECOND)

    found = ask(
        payments.views, payments.customer_id, lambda v: list_remittances(v, RemittanceFilter())
    )
    assert [row.trace for row in found.items] == ["EFT2", "EFT1"]
    first = found.items[1]
    assert (first.paid, first.claims_paid, first.taken_back) == ("492.50", "500.00", "7.50")
    assert first.difference == "0.00"
    assert Decimal(first.paid) == Decimal(first.claims_paid) - Decimal(first.taken_back)


def test_payments_are_found_by_what_is_known_of_them(payments: Payments) -> None:
    payments.told(FIRST)
    payments.told(SECOND)

    assert payments.traces(payer=PAYERS[1]) == ["EFT2"]
    assert payments.traces(search="EFT1") == ["EFT1"]
    assert payments.traces(with_take_backs=True) == ["EFT1"]
    assert payments.traces(with_take_backs=False) == ["EFT2"]
    assert payments.traces(unbalanced=True) == []
    assert payments.traces(paid_from=SECOND.paid_on) == ["EFT2"]
    assert payments.traces(paid_to=SECOND.paid_on) == ["EFT1"]
    assert ask(payments.views, payments.customer_id, payers_of) == sorted(PAYERS[:2])


def test_one_payment_in_full(payments: Payments) -> None:
    payments.told(FIRST)
    key = stream_of(payments.customer_id, KIND, natural_key(FIRST))
    found = ask(payments.views, payments.customer_id, lambda v: remittance(v, key))

    assert [(one.reason, one.amount, one.reference) for one in found.provider_adjustments] == [
        ("WO", "10.00", "A-0"),
        ("L6", "-2.50", "A-1"),
    ]
    assert (found.claims_count, found.lines_count, found.line) == (2, 3, 3)
    other = stream_of(payments.customer_id, KIND, "nothing")
    with pytest.raises(RemittanceUnknown):
        ask(payments.views, payments.customer_id, lambda v: remittance(v, other))


def test_take_backs_are_totalled_by_payer_and_reason(payments: Payments) -> None:
    payments.told(FIRST)
    payments.told(payment("EFT3", taken=(4_000,)))
    payments.told(payment("EFT4", payer=PAYERS[1], taken=(-100,)))

    found = ask(
        payments.views, payments.customer_id, lambda v: provider_adjustments(v, RemittanceFilter())
    )
    assert [(one.payer, one.reason, one.entries, one.taken, one.given) for one in found.items] == [
        (PAYERS[0], "WO", 2, "50.00", "0.00"),
        (PAYERS[1], "L6", 1, "0.00", "1.00"),
        (PAYERS[0], "L6", 1, "0.00", "2.50"),
    ]
    assert (found.taken, found.given, found.net) == ("50.00", "3.50", "46.50")


def test_a_payment_counts_once_and_goes_with_the_last_upload_that_told_of_it(
    payments: Payments,
) -> None:
    once = payments.told(FIRST)
    twice = payments.told(FIRST, "2")
    left = payments.tell(withdrawn(payments.customer_id, FIRST, "1"))
    payments.tell(withdrawn(payments.customer_id, FIRST, "2"))

    assert [payments.traces(at) for at in (once, twice, left)] == [["EFT1"]] * 3
    assert payments.traces() == []
    again = payments.told(FIRST, "3")
    assert payments.traces(again) == ["EFT1"]


def test_pages_of_payments_hang_together(payments: Payments) -> None:
    for number in range(5):
        payments.told(payment(f"EFT{number}", day=number // 2))
    seen: list[str | None] = []
    after: tuple[str, str] | None = None
    while True:
        here = after
        page = ask(
            payments.views,
            payments.customer_id,
            lambda v, here=here: list_remittances(v, RemittanceFilter(), limit=2, after=here),  # type: ignore[misc]
        )
        seen += [row.trace for row in page.items]
        after = page.next
        if after is None:
            break

    assert sorted(str(trace) for trace in seen) == [f"EFT{number}" for number in range(5)]
