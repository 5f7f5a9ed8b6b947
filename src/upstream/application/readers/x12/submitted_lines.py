"""The lines of a submitted claim (837): SV1 professional, SV2 institutional, SV3 dental."""

from dataclasses import dataclass, field

from upstream.application.readers.x12.procedures import NONE, Procedure, procedure, revenue
from upstream.application.readers.x12.remit_lines import Principal
from upstream.application.readers.x12.segments import Segment
from upstream.application.readers.x12.values import cents, reference, units
from upstream.domain.claims.facts import ServiceLine
from upstream.domain.units import Cents


@dataclass(slots=True)
class SubmittedLine:
    """One LX with everything up to the next."""

    place: str
    service: Segment | None = None
    dates: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)

    @property
    def procedure(self) -> Procedure:
        if self.service is None:
            return NONE
        separator = self.service.between.component
        if self.service.id != "SV2":
            return procedure(self.service[1], separator)
        found = procedure(self.service[2], separator)
        return found if found is not NONE else revenue(self.service[1])

    @property
    def charge_cents(self) -> Cents | None:
        if self.service is None:
            return None
        return cents(self.service[3 if self.service.id == "SV2" else 2])

    @property
    def units(self) -> int | None:
        if self.service is None:
            return None
        place = {"SV1": 4, "SV2": 5, "SV3": 6}[self.service.id]
        return units(self.service[place] or "1")


def principal(lines: list[SubmittedLine]) -> Principal:
    """As `remit_lines.principal`: the two must agree on what a claim is about."""
    best = max(
        ((line.procedure, line) for line in lines),
        key=lambda found: (len(found[0].code) == 5, abs(found[1].charge_cents or 0)),
        default=None,
    )
    if best is None:
        return Principal(NONE.code, NONE.group, (), None)
    found, line = best
    return Principal(found.code, found.group, found.modifiers, line.units)


def service_line(line: SubmittedLine, place: int) -> ServiceLine:
    found = line.procedure
    return ServiceLine(
        number=reference(line.refs.get("6R", "")) or reference(line.place) or str(place + 1),
        cpt=found.code,
        modifiers=found.modifiers,
        billed_cents=line.charge_cents,
        units=line.units,
    )
