"""Rows a person types in to try a rule on: what they say, as claims."""

from datetime import date
from typing import Annotated, cast

import msgspec

from upstream.domain.claims.facts import ClaimFacts, Outcome
from upstream.domain.claims.procedures import group_in
from upstream.domain.quality.amounts import cents_of
from upstream.domain.units import Cents

_Text = Annotated[str, msgspec.Meta(max_length=200)]
_Dollars = Annotated[str, msgspec.Meta(pattern=r"^-?\d{1,12}(\.\d{1,2})?$")]


class SampleRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row by the names of its columns; what is left out is missing. Amounts in dollars."""

    claim_id: _Text | None = None
    payer: _Text | None = None
    cpt: _Text | None = None
    cpt_group: _Text | None = None
    submitted_date: date | None = None
    decided_date: date | None = None
    paid_date: date | None = None
    service_date: date | None = None
    outcome: Outcome | None = None
    billed_amount: _Dollars | None = None
    allowed_amount: _Dollars | None = None
    paid_amount: _Dollars | None = None
    denial_reason: _Text | None = None
    place_of_service: _Text | None = None
    provider_npi: _Text | None = None
    facility: _Text | None = None
    prior_authorization: _Text | None = None
    units: int | None = None


def claim_of(row: SampleRow) -> ClaimFacts:
    """A claim such as no file could bring in, where the row leaves out what a claim must say."""
    return ClaimFacts(
        claim_ref=row.claim_id,
        payer=row.payer or "",
        cpt=row.cpt or "",
        cpt_group=row.cpt_group or group_in(row.cpt or ""),
        submitted_on=cast("date", row.submitted_date),
        decided_on=row.decided_date,
        outcome=cast("Outcome", row.outcome),
        denial_reason=row.denial_reason,
        paid_on=row.paid_date,
        place_of_service=row.place_of_service,
        provider_npi=row.provider_npi,
        facility=row.facility,
        prior_authorization=row.prior_authorization,
        units=row.units,
        service_on=row.service_date,
        billed_cents=_cents(row.billed_amount),
        allowed_cents=_cents(row.allowed_amount),
        paid_cents=_cents(row.paid_amount),
    )


def _cents(dollars: str | None) -> Cents | None:
    return None if dollars is None else cents_of(dollars)
