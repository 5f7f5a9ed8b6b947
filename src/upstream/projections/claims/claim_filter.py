"""Which claims are asked for? What the list and its address may say, and what that means."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func

from upstream.projections.mappings.cpt_groups import groups
from upstream.projections.mappings.payer_names import payers
from upstream.projections.tables import claim_versions as v
from upstream.projections.tables import standing
from upstream.projections.view import View


class ClaimFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. `search` is the beginning of a claim number.

    A voided claim is in no figure, so it is listed only where its number, its upload or its stage
    is asked for.
    """

    payer: str | None = None
    cpt_group: str | None = None
    cpt: str | None = None
    outcome: str | None = None
    first_outcome: str | None = None
    stage: str | None = None
    denial_reason: str | None = None
    upload_id: UUID | None = None
    search: str | None = None
    first_decided_from: date | None = None
    first_decided_to: date | None = None
    decided_from: date | None = None
    """Inclusive."""
    decided_to: date | None = None
    """Exclusive: windows are half-open."""
    submitted_from: date | None = None
    submitted_to: date | None = None
    dated_from: date | None = None
    """By the day of the decision, of the submission where there is none."""
    dated_to: date | None = None
    days_min: int | None = None
    """From submission to decision; both ends included."""
    days_max: int | None = None


def conditions_of(view: View, wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Of the versions that stood at the view's position."""
    yield standing(v, view)
    if wanted.payer is not None:
        yield v.c.payer.in_(payers(view).spellings(wanted.payer))
    if wanted.cpt_group is not None:
        yield groups(view).column(v.c.cpt, v.c.cpt_group) == wanted.cpt_group
    for column, value in (
        (v.c.outcome, wanted.outcome),
        (v.c.first_outcome, wanted.first_outcome),
        (v.c.stage, wanted.stage),
        (v.c.denial_reason, wanted.denial_reason),
        (v.c.upload_id, wanted.upload_id),
    ):
        if value is not None:
            yield column == value
    yield from _on_days(wanted)
    if wanted.stage is None and wanted.upload_id is None and not wanted.search:
        yield v.c.stage.is_distinct_from("voided")
    if wanted.search:
        # A range, not LIKE: its operators are leakproof, so row-level security keeps the index.
        yield v.c.claim_ref >= wanted.search
        yield v.c.claim_ref < wanted.search + "\U0010ffff"


def _on_days(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    dated: ColumnElement[date] = func.coalesce(v.c.decided_on, v.c.submitted_on)
    for day, start, end in (
        (v.c.first_decided_on, wanted.first_decided_from, wanted.first_decided_to),
        (v.c.decided_on, wanted.decided_from, wanted.decided_to),
        (v.c.submitted_on, wanted.submitted_from, wanted.submitted_to),
        (dated, wanted.dated_from, wanted.dated_to),
    ):
        if start is not None:
            yield day >= start
        if end is not None:
            yield day < end
    taken = v.c.decided_on - v.c.submitted_on
    if wanted.days_min is not None:
        yield taken >= wanted.days_min
    if wanted.days_max is not None:
        yield taken <= wanted.days_max
