"""The lines of a remittance's claim, and which of them stands for the claim."""

import re
from typing import Final, NamedTuple

from upstream.application.readers.x12.allowed import NOTHING, Allowed
from upstream.application.readers.x12.procedures import NONE, Procedure, procedure, revenue
from upstream.application.readers.x12.remits import RemitClaim, Told
from upstream.application.readers.x12.values import cents, reference, units
from upstream.domain.claims.denials import Service
from upstream.domain.claims.facts import Outcome, ServiceLine, Stage

_REMARK: Final = re.compile(r"(?:MA|M|N)\d{1,4}")
_BY_REVENUE: Final = "NU"


class Decision(NamedTuple):
    """What the payer made of a claim and of each of its lines."""

    outcome: Outcome
    stage: Stage | None
    denied_lines: tuple[bool, ...]
    partly_denied: bool = False
    reason: str | None = None
    allowed: Allowed = NOTHING
    allowed_lines: tuple[Allowed, ...] = ()
    rule: int | None = None


class Principal(NamedTuple):
    """The procedure a claim goes under."""

    code: str
    group: str
    modifiers: tuple[str, ...]
    units: int | None


def procedure_of(line: Told) -> Procedure:
    """SVC01; a hospital's line may have a revenue code there (NU), or only beside it (SVC04)."""
    separator = line.head.between.component
    found = procedure(line.head[1], separator)
    if found is not NONE and not line.head[1].startswith(_BY_REVENUE):
        return found
    return revenue(found.code) if found is not NONE else revenue(line.head[4])


def principal(claim: RemitClaim) -> Principal:
    """That of the line with the highest charge, the first of equals; a real procedure before a
    revenue code. The same for the 837 of the claim, as charges are the provider's own.
    """
    best = max(
        ((procedure_of(line), line) for line in claim.lines),
        key=lambda found: (len(found[0].code) == 5, abs(cents(found[1].head[2]) or 0)),
        default=None,
    )
    if best is None:
        return Principal(NONE.code, NONE.group, (), None)
    found, line = best
    return Principal(found.code, found.group, found.modifiers, units(line.head[5] or "1"))


def service_of(told: Told, *, charge: int = 2, paid: int = 3) -> Service:
    """The amounts the rule of denials looks at, from SVC or CLP."""
    return Service(
        cents(told.head[charge]) or 0, cents(told.head[paid]) or 0, tuple(told.adjustments)
    )


def service_line(line: Told, place: int, decision: Decision) -> ServiceLine:
    found = procedure_of(line)
    billed = procedure(line.head[6], line.head.between.component)
    is_recoded = billed is not NONE and billed.code != found.code
    allowed = decision.allowed_lines[place] if decision.allowed_lines else NOTHING
    return ServiceLine(
        number=reference(line.refs.get("6R", "")) or str(place + 1),
        cpt=found.code,
        modifiers=found.modifiers,
        billed_cents=cents(line.head[2]),
        allowed_cents=allowed.cents,
        paid_cents=cents(line.head[3]),
        units=units(line.head[5] or "1"),
        adjustments=tuple(line.adjustments),
        remarks=_remarks(line.remarks),
        denied=decision.denied_lines[place],
        submitted_cpt=billed.code if is_recoded else None,
    )


def remarks_of(claim: RemitClaim) -> tuple[str, ...]:
    """Those of the claim (MIA, MOA), then those of its lines (LQ*HE), each once."""
    return _remarks(claim.remarks + [one for line in claim.lines for one in line.remarks])


def _remarks(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if _REMARK.fullmatch(code)))
