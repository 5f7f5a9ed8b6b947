"""What was charged, allowed and paid, out of adjudications that several dialects name differently.

CARIN Blue Button and the base standard use a handful of codes. The CMS server (BFD) puts several
amounts under the same code and tells them apart by the URL of its own variable; for each fact the
variable that means it is named here (CMS Blue Button 2.0 data dictionary).
"""

from collections.abc import Iterable
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from upstream.application.readers.fhir.json_stream import Json, Resource
from upstream.application.readers.fhir.navigating import codes, many, one
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.money import CENTS_MAX
from upstream.domain.units import Cents

VARIABLES: Final = "https://bluebutton.cms.gov/resources/variables/"

BILLED: Final = "submitted"
ALLOWED: Final = "eligible"
PAID: Final = "benefit"
TO_PROVIDER: Final = "paidtoprovider"
TO_PATIENT: Final = "paidtopatient"

_MEANT: Final = MappingProxyType(
    {
        BILLED: frozenset({"rev_cntr_tot_chrg_amt", "line_sbmtd_chrg_amt", "clm_tot_chrg_amt"}),
        ALLOWED: frozenset({"line_alowd_chrg_amt"}),
        PAID: frozenset({"line_nch_pmt_amt", "cvrd_d_plan_pd_amt", "clm_pmt_amt"}),
        TO_PROVIDER: frozenset({"rev_cntr_prvdr_pmt_amt", "line_prvdr_pmt_amt"}),
        TO_PATIENT: frozenset({"rev_cntr_bene_pmt_amt", "line_bene_pmt_amt"}),
    }
)


class AmountWrong(Exception):
    """An amount that cannot be recorded; carries the fault, never the amount."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def amount_of(adjudications: Iterable[Resource], wanted: str, column: str) -> Cents | None:
    """The first amount with this meaning. Raises `AmountWrong`."""
    for adjudication in adjudications:
        if _means(one(adjudication, "category"), wanted):
            cents = cents_of(adjudication.get("amount"), column)
            if cents is not None:
                return cents
    return None


def _means(category: Resource, wanted: str) -> bool:
    """By its code; where a variable stands beside the code, the variable must mean it too."""
    found = [code for _, code in codes(category)]
    if wanted not in found:
        return False
    variables = [code.removeprefix(VARIABLES) for code in found if code.startswith(VARIABLES)]
    return not variables or any(variable in _MEANT[wanted] for variable in variables)


def cents_of(money: Json, column: str) -> Cents | None:
    """Raises `AmountWrong` for what is negative or beyond any claim."""
    value = one(money).get("value")
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    exact = Decimal(value)
    if not exact.is_finite():
        return None
    if abs(exact) > CENTS_MAX // 100:
        raise AmountWrong(Fault(column, "row.amount_too_large"))
    if exact < 0:
        raise AmountWrong(Fault(column, "row.amount_negative"))
    return Cents(round(exact * 100))


def paid_of(adjudications: list[Resource]) -> Cents | None:
    """By the payer: the benefit, or what went to provider and patient together."""
    benefit = amount_of(adjudications, PAID, "paid_amount")
    if benefit is not None:
        return benefit
    shares = [amount_of(adjudications, share, "paid_amount") for share in (TO_PROVIDER, TO_PATIENT)]
    return total(share for share in shares if share is not None)


def total(amounts: Iterable[Cents]) -> Cents | None:
    """None for no amount at all, which is something else than nothing."""
    there = list(amounts)
    return Cents(sum(there)) if there else None


def adjudications_of(item: Resource) -> list[Resource]:
    return many(item, "adjudication")
