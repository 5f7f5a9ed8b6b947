"""The answer sheet of a simulated year: what was changed, where, since when, by how much."""

from datetime import date
from typing import Literal

import msgspec

from upstream.domain.drift.settings import Kind

Shape = Literal["step", "ramp", "pulse"]
Decoy = Literal[
    "mix_shift",
    "volume_surge",
    "payer_rename",
    "batch_remits",
    "other_denials",
    "new_code",
    "new_rates",
    "rate_missing",
    "rounding",
    "several_procedures",
    "component",
    "low_charges",
]


class DriftLabel(msgspec.Struct, frozen=True, kw_only=True):
    """One injected drift. It acts on what the payer decides from `begins_on` on."""

    kind: Kind
    payer: str
    cpt_group: str | None = None
    denial_reason: str | None = None
    begins_on: date
    ends_on: date | None = None
    """First day on which a pulse is over; None where the change stays."""
    shape: Shape
    size: float
    """Log odds of denial, log of the allowed amount, log of the time left to a decision, or share
    of decided claims denied for the reason in addition. Zero for a payer that stops deciding."""
    rises: bool
    """Whether the watched value goes up."""
    stops: bool = False
    """The payer decides nothing at all until `ends_on`."""
    relabels: bool = False
    """The reason takes the place of others; the denial rate stays."""

    @property
    def detail(self) -> str | None:
        """What, besides payer and group, names the cell that drifts."""
        return self.denial_reason


class DecoyLabel(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened and is no drift."""

    decoy: Decoy
    payer: str
    cpt_group: str | None = None
    begins_on: date
    renamed_to: str | None = None


class AnswerSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything needed to make the same year again, and what is in it."""

    seed: int
    begins_on: date
    until: date
    """First day of which the year knows nothing."""
    payers: tuple[str, ...]
    cpt_groups: tuple[str, ...]
    denial_reasons: tuple[str, ...]
    drifts: tuple[DriftLabel, ...]
    decoys: tuple[DecoyLabel, ...]
