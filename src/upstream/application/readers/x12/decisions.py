"""What a payer made of a claim: its status (CLP02), and the versioned rule over its adjustments."""

from types import MappingProxyType
from typing import Final

from upstream.application.readers.x12 import allowed
from upstream.application.readers.x12.remit_lines import Decision, service_of
from upstream.application.readers.x12.remits import RemitClaim
from upstream.application.readers.x12.values import cents
from upstream.domain.claims.denials import RULE_VERSION, Service, Verdict, verdict
from upstream.domain.claims.facts import Outcome, Stage

STATUS: Final = MappingProxyType(
    {
        "1": "processed as primary",
        "2": "processed as secondary",
        "3": "processed as tertiary",
        "4": "denied",
        "19": "processed as primary, forwarded",
        "20": "processed as secondary, forwarded",
        "21": "processed as tertiary, forwarded",
        "22": "reversal",
        "23": "not this payer's claim, forwarded",
        "25": "predetermination, no payment",
    }
)
"""Claim status codes (CLP02) in our own words; every other one is of a claim not decided yet."""
REVERSAL: Final = "22"
_UNDECIDED: Final[MappingProxyType[str, tuple[Outcome, Stage]]] = MappingProxyType(
    {
        REVERSAL: ("OTHER", "reversed"),
        "23": ("OTHER", "forwarded"),
        "25": ("OTHER", "predetermined"),
    }
)
NO_MONEY: Final = frozenset({"predetermined", "forwarded"})


def is_reversal(claim: RemitClaim) -> bool:
    """Status 22, or amounts turned round: a charge below zero is never a new claim."""
    charge = cents(claim.head[3])
    return claim.head[2] == REVERSAL or (charge is not None and charge < 0)


def status_of(claim: RemitClaim) -> str:
    """CLP02, or that of a reversal for what is one."""
    return REVERSAL if is_reversal(claim) else claim.head[2]


def decision_of(claim: RemitClaim) -> Decision:
    status = status_of(claim)
    services = [service_of(line) for line in claim.lines]
    whole = service_of(claim, charge=3, paid=4)
    if status in _UNDECIDED:
        outcome, stage = _UNDECIDED[status]
        return Decision(outcome=outcome, stage=stage, denied_lines=(False,) * len(services))
    if status not in STATUS:
        return Decision(outcome="PENDING", stage="pended", denied_lines=(False,) * len(services))
    found = verdict(status, whole, services)
    return _decided(claim, whole, services, found)


def _decided(
    claim: RemitClaim, whole: Service, services: list[Service], found: Verdict
) -> Decision:
    per_line = tuple(
        allowed.of_line(line, service, denied=denied)
        for line, service, denied in zip(claim.lines, services, found.denied_lines, strict=True)
    )
    is_paid = found.outcome == "PAID"
    return Decision(
        outcome=found.outcome,
        stage=None,
        denied_lines=found.denied_lines,
        partly_denied=found.partly_denied,
        reason=found.reason,
        allowed=allowed.of_claim(whole, services, per_line) if is_paid else allowed.NOTHING,
        allowed_lines=per_line,
        rule=RULE_VERSION,
    )


def status_said(status: str) -> str:
    said = STATUS.get(status)
    code = status[:4] if status.isalnum() else "no status"
    return f"{code} {said}" if said else code
