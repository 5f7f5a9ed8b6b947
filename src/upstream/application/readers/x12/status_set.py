"""One transaction of kind 277: what became of claims before or without a remittance.

An acknowledgment (277CA) says at the gate whether a claim was let in; a rejection there is no
denial, the claim was never decided. An answer about status (277) may tell of a decision too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from upstream.application.readers.x12.control import Transaction
from upstream.application.readers.x12.entries import (
    PAYER_MISSING,
    SUBMITTED_MISSING,
    Entry,
    Rules,
    faults_of_dates,
)
from upstream.application.readers.x12.procedures import UNCODED, UNCODED_GROUP
from upstream.application.readers.x12.segments import Segment
from upstream.application.readers.x12.values import (
    as_written,
    cents,
    claim_ref,
    day,
    reference,
    text,
)
from upstream.domain.claims.facts import ClaimFacts, Outcome, Stage
from upstream.domain.claims.faults import Fault

SILENT: Final = frozenset(
    {
        *("cpt", "cpt_group", "modifiers", "allowed_cents", "paid_cents", "paid_on", "units"),
        *("denial_reason", "denial_reason_raw", "remarks", "place_of_service", "provider_npi"),
        *("facility", "prior_authorization", "line_of_business", "frequency", "partly_denied"),
        *("adjustments", "lines", "allowed_method", "denial_rule", "patient_pseudonym"),
    }
)
"""Facts of a claim that its status does not tell."""

_CLAIM_LEVELS: Final = frozenset({"PT", "22", "23"})
_PAYER_LEVEL: Final = "20"

_CATEGORIES: Final[MappingProxyType[str, tuple[Outcome, Stage | None, str]]] = MappingProxyType(
    {
        "A0": ("PENDING", "forwarded", "passed on"),
        "A1": ("PENDING", "submitted", "received"),
        "A2": ("PENDING", "accepted", "accepted"),
        "A3": ("PENDING", "rejected", "returned unprocessed"),
        "A5": ("PENDING", "accepted", "split"),
        "A6": ("PENDING", "rejected", "rejected, information missing"),
        "A7": ("PENDING", "rejected", "rejected, information invalid"),
        "A8": ("PENDING", "rejected", "rejected, information does not fit together"),
        "F1": ("PAID", None, "decided, paid"),
        "F2": ("DENIED", None, "decided, denied"),
    }
)
"""Claim status categories (STC01-1) by the public X12 list of them, in our own words. P… is
pending, R… a request for more, F0 and others say nothing of how it was decided."""
_PENDED: Final = ("P", "R")


@dataclass(slots=True)
class _Claim:
    """One TRN*2 with everything up to the next."""

    head: Segment
    statuses: list[Segment] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)
    service: str = ""
    in_lines: bool = False


class StatusSet:
    """Reads as it is fed."""

    silent = SILENT

    def __init__(self, transaction: Transaction, rules: Rules) -> None:
        self._rules = rules
        self._told = transaction.sent
        self._received = ""
        self._payer: Segment | None = None
        self._level = ""
        self._claim: _Claim | None = None

    def feed(self, segment: Segment) -> Iterator[Entry]:
        if segment.id in ("HL", "TRN"):
            yield from self.end()
        match segment.id:
            case "HL":
                self._level = segment[3]
                if self._level == _PAYER_LEVEL:
                    self._payer, self._received = None, ""
            case "TRN" if self._level in _CLAIM_LEVELS:
                self._claim = _Claim(segment)
            case "BHT":
                self._told = segment[4] or self._told
            case "NM1" if segment[1] == "PR" and self._level == _PAYER_LEVEL:
                self._payer = segment
            case "DTP" if segment[1] == "050":
                self._received = segment[3]
            case _:
                if self._claim:
                    _inside(self._claim, segment)

    def end(self) -> Iterator[Entry]:
        claim, self._claim = self._claim, None
        if claim and claim.statuses:
            yield Entry(claim.head.number, claim.head.offset, self._facts(claim))

    def remittance(self, ends_at: int) -> None:
        """Nobody pays anything here."""

    def _facts(self, claim: _Claim) -> ClaimFacts | tuple[Fault, ...]:
        payer = text(self._payer[3]) if self._payer else None
        number = claim_ref(claim.refs.get("EJ", "") or claim.head[2])
        status = _weightiest(claim.statuses)
        outcome, stage, said = _meaning(status.parts(1)[0])
        told_on = day(status[2]) or day(self._told)
        submitted_on = day(self._received) or day(self._told)
        faults = [PAYER_MISSING] if payer is None else []
        if isinstance(number, Fault):
            faults.append(number)
        decided_on = None if outcome == "PENDING" else told_on
        if submitted_on is None:
            faults.append(SUBMITTED_MISSING)
        else:
            faults += faults_of_dates(self._rules, submitted_on, decided_on)
        if faults or submitted_on is None or isinstance(number, Fault) or payer is None:
            return tuple(faults)
        assert self._payer is not None
        amount = cents(status[4])
        return ClaimFacts(
            claim_ref=number,
            payer=payer,
            cpt=UNCODED,
            cpt_group=UNCODED_GROUP,
            submitted_on=submitted_on,
            decided_on=decided_on,
            outcome=outcome,
            billed_cents=amount if amount is not None and amount >= 0 else None,
            payer_raw=as_written(self._payer[3], payer),
            outcome_raw=said,
            service_on=day(claim.service),
            payer_claim_ref=reference(claim.refs.get("1K", "")),
            stage=stage,
        )


def _inside(claim: _Claim, segment: Segment) -> None:
    match segment.id:
        case "SVC":
            claim.in_lines = True
        case "STC" if not claim.in_lines:
            claim.statuses.append(segment)
        case "REF" if not claim.in_lines:
            claim.refs.setdefault(segment[1], segment[2])
        case "DTP" if segment[1] == "472" and not claim.service:
            claim.service = segment[3]
        case _:
            pass


def _weightiest(statuses: list[Segment]) -> Segment:
    """A rejection among several counts; else the first."""
    rejected = (one for one in statuses if _meaning(one.parts(1)[0])[1] == "rejected")
    return next(rejected, statuses[0])


def _meaning(category: str) -> tuple[Outcome, Stage | None, str]:
    """Outcome, stage, and the category in our words with its code."""
    code = category.upper() if category.isalnum() else ""
    if code in _CATEGORIES:
        outcome, stage, said = _CATEGORIES[code]
        return outcome, stage, f"{code} {said}"
    if code.startswith(_PENDED):
        return "PENDING", "pended", f"{code} pending"
    return "PENDING", None, code[:4] or "no status"
