"""The demo customer's contract: what one payer agreed to, from before it began to pay less."""

from typing import Final

from upstream.application.seed.places import PLACES
from upstream.application.seed.plan import Plan
from upstream.application.seed.writing import CHARGE
from upstream.domain.contracts.commands import LoadRates
from upstream.domain.contracts.rates import Rate

_BASIS_POINTS: Final = 10_000


def agreement(plan: Plan) -> tuple[str, LoadRates]:
    """The payer whose allowed amounts drift, and its rates: the share of the charge that it
    allowed until then. What it allows since is owed below contract, claim by claim.

    Raises `StopIteration` for a plan without drifts.
    """
    label = next(drift for drift in plan.labels.drifts if drift.kind == "allowed_amount")
    place = PLACES[plan.labels.customer]
    payer = next(payer for payer in place.payers if payer.name == label.payer)
    share = int(_BASIS_POINTS * payer.allows / CHARGE)
    rates = tuple(Rate(cpt=one.cpt, percent_bps=share) for one in place.procedures)
    return label.payer, LoadRates(from_on=plan.begins_on, rates=rates, source="demo")
