"""One transaction of kind 837: claims as they were sent to the payer (professional,
institutional, dental).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from upstream.application.readers.x12.control import Transaction
from upstream.application.readers.x12.entries import (
    PAYER_MISSING,
    SUBMITTED_MISSING,
    Entry,
    Rules,
    faults_of_dates,
)
from upstream.application.readers.x12.segments import Segment
from upstream.application.readers.x12.submitted_lines import SubmittedLine, principal, service_line
from upstream.application.readers.x12.values import (
    as_written,
    cents,
    claim_ref,
    day,
    is_wrong_amount,
    npi,
    reference,
    text,
)
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import Fault
from upstream.domain.units import Cents

SILENT: Final = frozenset(
    {
        *("decided_on", "allowed_cents", "paid_cents", "paid_on", "denial_reason", "remarks"),
        *("denial_reason_raw", "outcome_raw", "partly_denied", "adjustments", "allowed_method"),
        *("denial_rule", "payer_claim_ref"),
    }
)
"""Facts of a claim that nobody knows when it is sent."""

_BILLING, _SUBSCRIBER, _PATIENT = "20", "22", "23"


@dataclass(slots=True)
class _Around:
    """What goes before a claim and holds for it: provider, subscriber, payer."""

    facility: str | None = None
    billing_npi: str = ""
    member: str = ""
    payer: Segment | None = None
    filing: str = ""


@dataclass(slots=True)
class _Claim:
    """One CLM with everything up to the next."""

    head: Segment
    around: _Around
    dates: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    rendering_npi: str = ""
    lines: list[SubmittedLine] = field(default_factory=list)
    has_other_payers: bool = False
    """From SBR (2320) to the first line somebody else's coverage is told."""


class SubmittedSet:
    """Reads as it is fed."""

    silent = SILENT

    def __init__(self, transaction: Transaction, rules: Rules) -> None:
        self._rules = rules
        self._sent = transaction.sent
        self._around = _Around()
        self._claim: _Claim | None = None

    def feed(self, segment: Segment) -> Iterator[Entry]:
        if segment.id == "CLM":
            yield from self.end()
            self._claim = _Claim(segment, self._around)
        elif segment.id == "HL":
            yield from self.end()
            self._level(segment[3])
        elif segment.id == "BHT":
            self._sent = segment[4] or self._sent
        elif self._claim is None:
            self._before(segment)
        else:
            _inside(self._claim, segment)

    def end(self) -> Iterator[Entry]:
        if self._claim:
            head = self._claim.head
            yield Entry(head.number, head.offset, self._facts(self._claim))
        self._claim = None

    def remittance(self, ends_at: int) -> None:
        """Nobody pays anything here."""

    def _level(self, level: str) -> None:
        before = self._around
        if level == _BILLING:
            self._around = _Around()
        elif level == _SUBSCRIBER:
            self._around = _Around(before.facility, before.billing_npi)

    def _before(self, segment: Segment) -> None:
        around = self._around
        match segment.id, segment[1]:
            case "NM1", "85":
                around.facility = text(segment[3])
                around.billing_npi = segment[9]
            case "NM1", "IL":
                around.member = segment[9]
            case "NM1", "PR":
                around.payer = segment
            case "SBR", _:
                around.filing = segment[9]
            case _:
                pass

    def _facts(self, claim: _Claim) -> ClaimFacts | tuple[Fault, ...]:
        head, around = claim.head, claim.around
        payer = text(around.payer[3]) if around.payer else None
        number = claim_ref(head[1])
        submitted_on = day(self._sent)
        faults = [PAYER_MISSING] if payer is None else []
        if is_wrong_amount(head[2]) or (cents(head[2]) or 0) < 0:
            faults.append(Fault("billed_amount", "row.amount_unreadable"))
        if isinstance(number, Fault):
            faults.append(number)
        if submitted_on is None:
            faults.append(SUBMITTED_MISSING)
        else:
            faults += faults_of_dates(self._rules, submitted_on, None)
        if faults or submitted_on is None or isinstance(number, Fault) or payer is None:
            return tuple(faults)
        assert around.payer is not None
        main = principal(claim.lines)
        place, _, frequency = (*head.parts(5), "", "", "")[:3]
        return ClaimFacts(
            claim_ref=number,
            payer=payer,
            cpt=main.code,
            cpt_group=main.group,
            submitted_on=submitted_on,
            decided_on=None,
            outcome="PENDING",
            billed_cents=cents(head[2]) or Cents(0),
            modifiers=main.modifiers,
            place_of_service=reference(place),
            provider_npi=npi(claim.rendering_npi or around.billing_npi),
            facility=around.facility,
            prior_authorization=reference(claim.refs.get("G1", "")),
            units=main.units,
            patient_pseudonym=self._rules.pseudonym(around.member),
            payer_raw=as_written(around.payer[3], payer),
            service_on=_first_service(claim),
            payer_claim_ref=reference(claim.refs.get("F8", "")),
            line_of_business=reference(around.filing),
            frequency=reference(frequency),
            stage="submitted",
            lines=tuple(service_line(line, place) for place, line in enumerate(claim.lines)),
        )


def _inside(claim: _Claim, segment: Segment) -> None:
    match segment.id:
        case "LX":
            claim.lines.append(SubmittedLine(segment[1]))
        case "SV1" | "SV2" | "SV3" if claim.lines:
            claim.lines[-1].service = segment
        case "SBR":
            claim.has_other_payers = True
        case "DTP" if claim.lines:
            claim.lines[-1].dates.setdefault(segment[1], segment[3])
        case "DTP" if not claim.has_other_payers:
            claim.dates.setdefault(segment[1], segment[3])
        case "REF" if claim.lines:
            claim.lines[-1].refs.setdefault(segment[1], segment[2])
        case "REF" if not claim.has_other_payers:
            claim.refs.setdefault(segment[1], segment[2])
        case "NM1" if segment[1] == "82" and not claim.has_other_payers and not claim.lines:
            claim.rendering_npi = segment[9] if segment[8] == "XX" else ""
        case _:
            pass


def _first_service(claim: _Claim) -> date | None:
    """The statement's first day (DTP*434), or the first of the lines' (DTP*472)."""
    stated = day(claim.dates.get("434", "")) or day(claim.dates.get("472", ""))
    if stated:
        return stated
    lines = [day(line.dates.get("472", "")) for line in claim.lines]
    return min((found for found in lines if found), default=None)
