"""A remittance (835) as it goes by: its payments, and the claims and lines of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from upstream.application.readers.x12.control import Transaction
from upstream.application.readers.x12.segments import Segment
from upstream.application.readers.x12.values import cents
from upstream.domain.claims.facts import Adjustment, Group
from upstream.domain.units import Cents

_GROUPS: dict[str, Group] = {"CO": "CO", "PR": "PR", "OA": "OA", "PI": "PI", "CR": "CR"}


@dataclass(slots=True)
class Told:
    """What a claim and a line have in common: segments that qualify themselves."""

    head: Segment
    """CLP or SVC."""
    adjustments: list[Adjustment] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def hear(self, segment: Segment) -> None:
        match segment.id:
            case "CAS":
                self.adjustments.extend(adjustments_of(segment))
            case "DTM":
                self.dates.setdefault(segment[1], segment[2])
            case "AMT":
                self.amounts.setdefault(segment[1], segment[2])
            case "REF":
                self.refs.setdefault(segment[1], segment[2])
            case "LQ" if segment[1] == "HE":
                self.remarks.append(segment[2])
            case "MIA":
                self.remarks += [segment[place] for place in (5, 20, 21, 22, 23)]
            case "MOA":
                self.remarks += [segment[place] for place in (3, 4, 5, 6, 7)]
            case _:
                pass


@dataclass(slots=True)
class RemitClaim(Told):
    """One CLP with everything up to the next."""

    lines: list[Told] = field(default_factory=list)
    patient: str = ""
    insured: str = ""
    provider_npi: str = ""

    def name(self, segment: Segment) -> None:
        """NM1: only numbers are kept of whoever is named."""
        if segment[1] == "QC":
            self.patient = segment[9]
        elif segment[1] == "IL":
            self.insured = segment[9]
        elif segment[1] == "82" and segment[8] == "XX":
            self.provider_npi = segment[9]


@dataclass(slots=True)
class Payment:
    """The header of one transaction: who pays whom, when, how much."""

    transaction: Transaction
    bpr: Segment | None = None
    trn: Segment | None = None
    payer: Segment | None = None
    payee: Segment | None = None
    produced: str = ""
    """DTM*405."""
    payer_number: str = ""
    """REF*2U: the payer's id for those who do not know its tax number."""
    provider_adjustments: list[Segment] = field(default_factory=list)
    """PLB, which stand after the claims."""


class RemitWalk:
    """Fed the segments of one transaction; gives every claim as soon as the next thing begins."""

    def __init__(self, transaction: Transaction) -> None:
        self.payment = Payment(transaction)
        self._claim: RemitClaim | None = None
        self._hearing: Told | None = None

    def feed(self, segment: Segment) -> Iterator[RemitClaim]:
        match segment.id:
            case "CLP":
                yield from self.end()
                self._claim = self._hearing = RemitClaim(segment)
            case "SVC" if self._claim:
                self._hearing = Told(segment)
                self._claim.lines.append(self._hearing)
            case "NM1" if self._claim:
                self._claim.name(segment)
            case "LX" | "PLB":
                yield from self.end()
                if segment.id == "PLB":
                    self.payment.provider_adjustments.append(segment)
            case _:
                if self._hearing:
                    self._hearing.hear(segment)
                else:
                    self._head(segment)

    def end(self) -> Iterator[RemitClaim]:
        """The claim that was going on, if one was."""
        if self._claim:
            yield self._claim
        self._claim = self._hearing = None

    def _head(self, segment: Segment) -> None:
        payment = self.payment
        match segment.id:
            case "BPR":
                payment.bpr = segment
            case "TRN":
                payment.trn = segment
            case "DTM" if segment[1] == "405":
                payment.produced = segment[2]
            case "N1" if segment[1] == "PR":
                payment.payer = segment
            case "N1" if segment[1] == "PE":
                payment.payee = segment
            case "REF" if segment[1] == "2U":
                payment.payer_number = segment[2]
            case _:
                pass


def adjustments_of(segment: Segment) -> list[Adjustment]:
    """CAS: a group, then up to six times reason, amount, quantity; gaps between them are passed."""
    group = _GROUPS.get(segment[1], "OA")
    found = []
    for place in range(2, len(segment) + 1, 3):
        carc = segment[place].upper().lstrip("0")[:5]
        if carc:
            found.append(Adjustment(group, carc, cents(segment[place + 1]) or Cents(0)))
    return found
