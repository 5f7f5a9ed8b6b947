"""Which claims are there, filtered and page by page, and what do we know of one?"""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from upstream.domain.messages import Refusal
from upstream.projections.claims.claim_filter import ClaimFilter, conditions_of
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.mappings.cpt_groups import Groups, groups
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.mappings.payer_names import Payers, payers
from upstream.projections.money import dollars
from upstream.projections.tables import claim_versions as v
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (claim_versions, mappings)

__all__ = ["NEEDS", "ClaimFilter", "ClaimPage", "ClaimRow", "ClaimUnknown", "claim", "list_claims"]


class ClaimUnknown(Refusal):
    """There is no such claim, or there was none yet at the moment asked for."""

    code = "claim.not_found"


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as known at a position. Money in dollars with two decimals, as text."""

    id: UUID
    claim_ref: str | None
    payer: str
    payer_original: str | None = None
    """As the file wrote it, where the customer shows it under another name."""
    cpt: str
    cpt_group: str
    cpt_group_original: str | None = None
    """Where our ranges put the code, if the customer has a group of its own for it."""
    submitted_on: date
    decided_on: date | None
    service_on: date | None
    outcome: str
    stage: str | None
    """Where in its life the claim is, where the outcome alone does not tell."""
    partly_denied: bool
    """Paid, though at least one line was denied."""
    denial_reason: str | None
    billed: str | None
    allowed: str | None
    paid: str | None
    first_outcome: str | None
    """How it was decided first, PAID or DENIED, whatever was decided later."""
    first_decided_on: date | None
    first_allowed: str | None
    recovered: str | None
    """What is allowed now above what was at first; of claims denied at first and paid now."""
    version: int
    upload_id: UUID
    known_since_position: int


class ClaimPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt last comes first; `next` is the position to go on below, None at the end."""

    items: list[ClaimRow]
    next: int | None


def list_claims(
    view: View, wanted: ClaimFilter, *, limit: int = 50, below: int | None = None
) -> ClaimPage:
    """One page of the claims as known at the view's position, newest knowledge first."""
    statement = select(v).where(*conditions_of(view, wanted))
    if below is not None:
        statement = statement.where(v.c.from_position < below)
    statement = statement.order_by(v.c.from_position.desc()).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    names, own = payers(view), groups(view)
    items = [_row(row, names, own) for row in rows[:limit]]
    more = len(rows) > limit
    return ClaimPage(items=items, next=items[-1].known_since_position if more else None)


def claim(view: View, claim_id: UUID) -> ClaimRow:
    """One claim as known at the view's position. Raises `ClaimUnknown`."""
    statement = select(v).where(standing(v, view), v.c.claim_id == claim_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise ClaimUnknown("there is no such claim at that moment")
    return _row(row, payers(view), groups(view))


def _recovered_cents(row: RowMapping) -> int | None:
    """Current allowed less first allowed, as in domain practice; nothing for an undecided claim."""
    if (row["first_outcome"], row["outcome"]) != ("DENIED", "PAID") or row["allowed_cents"] is None:
        return None
    return int(row["allowed_cents"]) - int(row["first_allowed_cents"] or 0)


def _row(row: RowMapping, names: Payers, own: Groups) -> ClaimRow:
    group = own.of(row["cpt"], row["cpt_group"])
    return ClaimRow(
        id=row["claim_id"],
        claim_ref=row["claim_ref"],
        payer=names.of(row["payer"]),
        payer_original=names.original(row["payer"]),
        cpt=row["cpt"],
        cpt_group=group,
        cpt_group_original=None if group == row["cpt_group"] else row["cpt_group"],
        submitted_on=row["submitted_on"],
        decided_on=row["decided_on"],
        service_on=row["service_on"],
        outcome=row["outcome"],
        stage=row["stage"],
        partly_denied=row["partly_denied"],
        denial_reason=row["denial_reason"],
        billed=dollars(row["billed_cents"]),
        allowed=dollars(row["allowed_cents"]),
        paid=dollars(row["paid_cents"]),
        first_outcome=row["first_outcome"],
        first_decided_on=row["first_decided_on"],
        first_allowed=dollars(row["first_allowed_cents"]),
        recovered=dollars(_recovered_cents(row)),
        version=row["version"],
        upload_id=row["upload_id"],
        known_since_position=row["from_position"],
    )
