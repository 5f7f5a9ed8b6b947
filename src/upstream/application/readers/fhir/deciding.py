"""Paid, denied, open or none of these: what a payer's explanation amounts to."""

from typing import Final, NamedTuple

from upstream.application.readers.fhir.amounts import VARIABLES, adjudications_of
from upstream.application.readers.fhir.json_stream import Resource
from upstream.application.readers.fhir.lines import adjustments_of, words_of
from upstream.application.readers.fhir.navigating import many, said
from upstream.domain.claims.denials import RULE_VERSION, Service, verdict
from upstream.domain.claims.facts import Adjustment, Outcome, ServiceLine, Stage
from upstream.domain.units import Cents

_UNDONE: Final = frozenset({"cancelled", "entered-in-error"})
_DENIED, _DECIDED = "4", "1"
"""Claim status of a remittance (CLP02)."""
_NOT_PAID_VARIABLES: Final = {
    f"{VARIABLES}carr_clm_pmt_dnl_cd": "0",
    f"{VARIABLES}clm_mdcr_non_pmt_rsn_cd": None,
}
"""Where the CMS server says that a whole claim was denied: this code, or any."""


class Decision(NamedTuple):
    outcome: Outcome
    stage: Stage | None = None
    reason: str | None = None
    partly_denied: bool = False
    denied_lines: tuple[bool, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    rule: int | None = None


class Amounts(NamedTuple):
    """Of the claim as a whole; None where nobody says."""

    billed: Cents | None
    allowed: Cents | None
    paid: Cents | None


def decision_of(resource: Resource, amounts: Amounts, lines: tuple[ServiceLine, ...]) -> Decision:
    if said(resource, "resourceType") == "Claim":
        return Decision("PENDING", "submitted")
    if said(resource, "use") not in {"claim", None}:
        return Decision("OTHER", "predetermined")
    if said(resource, "status") in _UNDONE:
        return Decision("OTHER", "reversed")
    match said(resource, "outcome"):
        case "queued":
            return Decision("PENDING", "pended")
        case "error":
            return Decision("OTHER", "rejected")
        case _:
            return _decided(resource, amounts, lines)


def _decided(resource: Resource, amounts: Amounts, lines: tuple[ServiceLine, ...]) -> Decision:
    billed, paid = amounts.billed or Cents(0), amounts.paid or Cents(0)
    own = adjustments_of(adjudications_of(resource), billed, paid)
    services = [
        Service(line.billed_cents or 0, line.paid_cents or 0, line.adjustments) for line in lines
    ]
    words = words_of(resource)
    is_denied = _is_said_denied(resource) or (words is not None and not paid)
    status = _DENIED if is_denied else _DECIDED
    found = verdict(status, Service(billed, paid, own), services)
    if found.outcome == "PAID" and amounts.paid is None and not found.partly_denied:
        # Nothing was said of any payment, and nothing of a denial either.
        return Decision("OTHER", adjustments=own, rule=RULE_VERSION)
    return Decision(
        outcome=found.outcome,
        reason=found.reason or (words if found.outcome == "DENIED" else None),
        partly_denied=found.partly_denied,
        denied_lines=found.denied_lines,
        adjustments=own,
        rule=RULE_VERSION,
    )


def _is_said_denied(resource: Resource) -> bool:
    for extension in many(resource, "extension"):
        url = said(extension, "url")
        if url in _NOT_PAID_VARIABLES:
            code = said(extension, "valueCoding", "code")
            wanted = _NOT_PAID_VARIABLES[url]
            if code is not None and wanted in {None, code}:
                return True
    return False
