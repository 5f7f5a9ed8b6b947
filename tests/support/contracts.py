"""Contracts and paid claims for tests: an office that enters them and asks what is owed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from tests.support.claim_log import PENDING, context_of
from tests.support.detection import Bench

from upstream.application.contracts.keeping import enter_contract, load_rates
from upstream.domain.claims.facts import Adjustment, ClaimFacts
from upstream.domain.contracts.commands import LoadRates
from upstream.domain.contracts.events import Terms
from upstream.domain.contracts.rates import Rate
from upstream.domain.units import Cents
from upstream.projections.contracts.underpaid_lines import UnderpaidLine, underpaid_lines
from upstream.projections.contracts.underpayments import (
    NEEDS,
    UnderpaymentFilter,
    Underpayments,
    underpayments,
)
from upstream.projections.moments import AtPosition

PAYER = "Northwind Health"
JANUARY = date(2026, 1, 1)
EVER = UnderpaymentFilter(since=date(2020, 1, 1), until=date(2030, 1, 1))


def fee(cpt: str, dollars: float, **more: Any) -> Rate:  # noqa: ANN401  any field of it
    return Rate(cpt=cpt, amount_cents=Cents(round(dollars * 100)), **more)


def paid(ref: str, allowed: float | None, **facts: Any) -> ClaimFacts:  # noqa: ANN401  any field
    """A paid claim for 99213, billed at $217.00, decided on 20 January 2026."""
    known: dict[str, Any] = {
        "claim_ref": ref,
        "outcome": "PAID",
        "decided_on": date(2026, 1, 20),
        "allowed_cents": None if allowed is None else Cents(round(allowed * 100)),
    }
    return replace(PENDING, **{**known, **facts})


def took(group: Any, carc: str, dollars: float) -> Adjustment:  # noqa: ANN401  a literal
    return Adjustment(group, carc, Cents(round(dollars * 100)))


@dataclass(frozen=True)
class Office:
    bench: Bench

    def agree(
        self,
        *rates: Rate,
        payer: str = PAYER,
        from_on: date = JANUARY,
        terms: Terms | None = None,
        **more: Any,  # noqa: ANN401  any field of the command
    ) -> UUID:
        """A contract with these rates from a day on, and every read model at the head."""
        context = context_of(self.bench.customer_id)
        contract = enter_contract(self.bench.log, context, payer=payer, terms=terms)
        command = LoadRates(from_on=from_on, rates=rates, **more)
        load_rates(self.bench.log, context, contract.id, command)
        self.bench.catch_up()
        return contract.id

    def owed(self, wanted: UnderpaymentFilter = EVER, position: int | None = None) -> Underpayments:
        moment = None if position is None else AtPosition(position)
        with self.bench.views.at(self.bench.customer_id, needs=NEEDS, as_of=moment) as view:
            return underpayments(view, wanted)

    def lines(self, wanted: UnderpaymentFilter = EVER, **more: Any) -> list[UnderpaidLine]:  # noqa: ANN401  any argument
        with self.bench.views.at(self.bench.customer_id, needs=NEEDS) as view:
            return underpaid_lines(view, wanted, **more).items

    @property
    def head(self) -> int:
        return self.bench.log.head(self.bench.customer_id)
