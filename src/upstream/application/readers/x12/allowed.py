"""The allowed amount of a remittance's claim, and how it was found.

The payer says it per line (AMT*B6). Where it does not, it is what was paid and what the patient
owes; and where another payer had paid before, what the contract leaves of the charge (X12 RFI 888,
1072, 2606). Denied lines have none: a denial must not look like a lower price as well.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from upstream.application.readers.x12.remits import Told
from upstream.application.readers.x12.values import cents
from upstream.domain.claims.denials import Service, family_of
from upstream.domain.claims.facts import Adjustment, AllowedMethod
from upstream.domain.units import Cents

_REPORTED: Final = "B6"
_WEAKEST_FIRST: Final[tuple[AllowedMethod, ...]] = (
    "charge_less_contract",
    "paid_and_patient",
    "reported",
)


class Allowed(NamedTuple):
    """`method` is that of the weakest line, where lines differ."""

    cents: Cents | None
    method: AllowedMethod | None


NOTHING: Final = Allowed(None, None)


def of_line(line: Told, service: Service, *, denied: bool) -> Allowed:
    if denied:
        return NOTHING
    reported = cents(line.amounts.get(_REPORTED, ""))
    if reported is not None:
        return Allowed(reported, "reported") if reported >= 0 else NOTHING
    return _derived(service)


def of_claim(whole: Service, services: Sequence[Service], lines: Sequence[Allowed]) -> Allowed:
    """Of a claim that is not denied as a whole: its lines', and what stands at none of them."""
    found = [line for line in lines if line.cents is not None and line.method]
    if not found:
        every = whole.adjustments + tuple(one for line in services for one in line.adjustments)
        return Allowed(None, None) if services else _derived(whole._replace(adjustments=every))
    methods = {line.method for line in found}
    method = next(one for one in _WEAKEST_FIRST if one in methods)
    total: int = sum(line.cents or 0 for line in found)
    if method != "reported":
        # Paid on the claim as a whole, or taken off it, apart from any line.
        beside = whole.paid_cents - sum(line.paid_cents for line in services)
        total += beside + _of_group(whole.adjustments, "PR")
    return Allowed(Cents(total), method) if total >= 0 else NOTHING


def _derived(service: Service) -> Allowed:
    others = any(family_of(one.carc) == "other_payer" for one in service.adjustments)
    if others:
        contract = sum(
            one.cents for one in service.adjustments if family_of(one.carc) == "contract"
        )
        found, method = service.charge_cents - contract, _WEAKEST_FIRST[0]
    else:
        found = service.paid_cents + _of_group(service.adjustments, "PR")
        method = _WEAKEST_FIRST[1]
    return Allowed(Cents(found), method) if found >= 0 else NOTHING


def _of_group(adjustments: Sequence[Adjustment], group: str) -> int:
    return sum(one.cents for one in adjustments if one.group == group)
