"""What the claim pages show, ready for their templates."""

from datetime import date

import msgspec

from upstream.api.pages.pieces import Filter, Named, Step


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


class ClaimPage(msgspec.Struct, frozen=True, kw_only=True):
    """No `outcome` and no `facts` where the claim was not known yet at the moment shown."""

    title: str
    list_href: str
    audit_href: str | None
    """None for those who may not read the audit."""
    outcome: str | None
    facts: tuple[Named, ...]
    steps: tuple[Step, ...]
