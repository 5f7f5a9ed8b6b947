"""The answer sheet of a demo file: which drifts were put into it, where and from when."""

from datetime import date
from typing import Literal

import msgspec

DriftKind = Literal["denial_rate", "allowed_amount", "days_to_decision"]


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One drift. It acts on claims decided from `begins_on` on."""

    kind: DriftKind
    payer: str
    cpt_group: str
    begins_on: date
    factor: float
    """Odds of denial, allowed amount, or remaining time to decision: multiplied by this."""


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """Everything needed to make the same file again, and what is in it."""

    customer: str
    claims: int
    seed: int
    until: date
    """First day of which the file knows nothing."""
    drifts: tuple[Label, ...]
