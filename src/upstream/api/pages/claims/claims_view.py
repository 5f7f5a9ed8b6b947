"""What the claim pages show, ready for their templates."""

from datetime import date, datetime

import msgspec

from upstream.api.pages.frame.pieces import Filter, Named, Step


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    href: str
    payer: str
    cpt: str
    cpt_group: str
    submitted_on: date
    decided_on: date | None
    outcome: str
    denial_reason: str | None
    billed_cents: int | None
    allowed_cents: int | None


class ClaimsPage(msgspec.Struct, frozen=True, kw_only=True):
    claim_ref: str
    filters: tuple[Filter, ...]
    decided_from: str
    decided_to: str
    claims: tuple[ClaimRow, ...]
    clear_href: str | None = None
    next_href: str | None = None


class DecisionShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    outcome: str
    decided_on: date | None
    allowed_cents: int | None
    paid_cents: int | None


class LineShown(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    code: str
    billed_cents: int | None
    allowed_cents: int | None
    paid_cents: int | None
    adjusted: str
    """Reasons and amounts, and remarks."""
    denied: bool


class SightingShown(msgspec.Struct, frozen=True, kw_only=True):
    """What one file said; `href` leads to the upload."""

    href: str
    line: int
    recorded_at: datetime
    outcome: str
    stage: str | None
    decided_on: date | None
    billed_cents: int | None
    allowed_cents: int | None
    denial_reason: str | None
    withdrawn: bool


class ClaimPage(msgspec.Struct, frozen=True, kw_only=True):
    """No `outcome` and no `facts` where the claim was not known yet at the moment shown."""

    title: str
    list_href: str
    audit_href: str | None
    """None for those who may not read the audit."""
    outcome: str | None
    facts: tuple[Named, ...]
    decisions: tuple[DecisionShown, ...] = ()
    """The first, and the one that stands where it is another."""
    lines: tuple[LineShown, ...] = ()
    adjusted: str = ""
    """Of the claim as a whole."""
    sightings: tuple[SightingShown, ...] = ()
    withdrawn: bool = False
    """Nothing is left of what was said: the uploads that told of it were withdrawn."""
    steps: tuple[Step, ...] = ()
