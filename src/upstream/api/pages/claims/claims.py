"""The pages of claims: a list with filters, and one claim with its whole history."""

from contextlib import suppress
from typing import Final, get_args
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation

from upstream.api.access import allowed
from upstream.api.pages.audit.histories import steps_of
from upstream.api.pages.claims.claim_figures import (
    adjusted_said,
    claim_row,
    decisions_of,
    facts_of,
    lines_of,
    sightings_of,
)
from upstream.api.pages.claims.claims_view import ClaimPage, ClaimsPage
from upstream.api.pages.frame.asked_on_pages import day_of
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Filter, Step, options
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import Text, TravelGiven, Whole, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.domain.claims.facts import Stage
from upstream.projections.audit.entity import EntityUnknown, entity_history
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.claims.list_claims import (
    ClaimFilter,
    ClaimRow,
    ClaimUnknown,
    claim,
    list_claims,
)
from upstream.projections.claims.payers import payer_summaries
from upstream.projections.claims.told import told_of
from upstream.projections.dashboard.claim_ledgers import claim_ledgers, cpts
from upstream.projections.mappings.cpt_groups import groups as own_groups
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View

NEEDS: Final = (claim_versions, claim_ledgers, mappings)
ROWS: Final = 50
_OUTCOMES: Final = [(name, name.capitalize()) for name in ("PAID", "DENIED", "OTHER", "PENDING")]

_FIRST: Final = [(name, name.capitalize()) for name in ("PAID", "DENIED")]
_STAGES: Final = [(name, name.replace("_", " ").capitalize()) for name in get_args(Stage)]


class ClaimsForm(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the list, as its form sends them: what is empty asks for nothing."""

    claim_ref: Text = None
    payer: Text = None
    outcome: Text = None
    first_outcome: Text = None
    stage: Text = None
    cpt_group: Text = None
    cpt: Text = None
    denial_reason: Text = None
    decided_from: Text = None
    decided_to: Text = None
    first_decided_from: Text = None
    first_decided_to: Text = None
    submitted_from: Text = None
    submitted_to: Text = None
    dated_from: Text = None
    dated_to: Text = None
    days_min: Whole = None
    days_max: Whole = None


@get(
    "/",
    opt=allowed("claims:read"),
    dependencies={"form": Provide(ClaimsForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def claims_page(
    visit: VisitGiven,
    travel: TravelGiven,
    form: NamedDependency[SkipValidation[ClaimsForm]],
    below: Whole = None,
) -> Shown:
    asked = msgspec.structs.asdict(form)
    kept = {name: None if value is None else str(value) for name, value in asked.items()}
    with looking(visit, travel, NEEDS, path=visit.path("claims"), kept=kept) as (view, moment):
        page = _claims(view, moment, form, below)
    return at_moment(visit, travel, moment, Sheet("claims", "Claims", "claims", page))


@get("/{claim_id:uuid}", opt=allowed("claims:read"), sync_to_thread=True)
def claim_page(claim_id: FromPath[UUID], visit: VisitGiven, travel: TravelGiven) -> Shown:
    path = visit.path("claims", claim_id)
    with looking(visit, travel, NEEDS, path=path) as (view, moment):
        page = _claim(visit, view, moment, claim_id)
    return at_moment(visit, travel, moment, Sheet("claims", page.title, "claim", page))


def _claims(view: View, moment: MomentShown, form: ClaimsForm, below: int | None) -> ClaimsPage:
    wanted = ClaimFilter(
        search=form.claim_ref or None,
        payer=form.payer or None,
        outcome=form.outcome or None,
        first_outcome=form.first_outcome or None,
        stage=form.stage or None,
        cpt_group=form.cpt_group or None,
        cpt=form.cpt or None,
        denial_reason=form.denial_reason or None,
        decided_from=day_of(form.decided_from),
        decided_to=day_of(form.decided_to),
        first_decided_from=day_of(form.first_decided_from),
        first_decided_to=day_of(form.first_decided_to),
        submitted_from=day_of(form.submitted_from),
        submitted_to=day_of(form.submitted_to),
        dated_from=day_of(form.dated_from),
        dated_to=day_of(form.dated_to),
        days_min=form.days_min,
        days_max=form.days_max,
    )
    found = list_claims(view, wanted, limit=ROWS, below=below)
    here: dict[str, str | int | None] = {"as_of": moment.as_of, **moment.kept}
    filtered = any(moment.kept.values())
    return ClaimsPage(
        claim_ref=form.claim_ref or "",
        filters=_filters(view, moment.kept),
        decided_from=form.decided_from or "",
        decided_to=form.decided_to or "",
        claims=tuple(claim_row(row, moment) for row in found.items),
        clear_href=address(moment.path, {"as_of": moment.as_of}) if filtered else None,
        next_href=address(moment.path, {**here, "below": found.next}) if found.next else None,
    )


def _filters(view: View, asked: dict[str, str]) -> tuple[Filter, ...]:
    """Only payers and groups that were known at the moment shown."""
    names = sorted(summary.payer for summary in payer_summaries(view))
    groups = sorted(
        str(group) for (group,) in own_groups(view).added_up(cpts.cells(view, claim_ledgers))
    )
    known = (
        ("payer", "Payer", [(name, name) for name in names], "Any payer"),
        ("outcome", "Outcome", _OUTCOMES, "Any outcome"),
        ("first_outcome", "First decision", _FIRST, "Any decision"),
        ("stage", "Stage", _STAGES, "Any stage"),
        ("cpt_group", "CPT group", [(name, name) for name in groups], "Any group"),
    )
    return tuple(
        Filter(name=name, label=label, choices=options(choices, asked.get(name), anything=anything))
        for name, label, choices, anything in known
    )


def _claim(visit: Visit, view: View, moment: MomentShown, claim_id: UUID) -> ClaimPage:
    """A claim that came later than the moment shown is said to be unknown yet, one whose uploads
    were all withdrawn to be withdrawn; none at all, 404.
    """
    row: ClaimRow | None = None
    steps: tuple[Step, ...] = ()
    try:
        steps = steps_of(entity_history(view, "claim", claim_id), visit)
    except EntityUnknown:
        if moment.is_now:
            raise
    with suppress(ClaimUnknown):
        row = claim(view, claim_id)
    told = told_of(view, claim_id)
    audit = visit.path("audit", "claim", claim_id) if visit.may("audit:read") else None
    return ClaimPage(
        title=f"Claim {(row.claim_ref if row else None) or str(claim_id)[:8]}",
        list_href=address(visit.path("claims"), {"as_of": moment.as_of}),
        audit_href=audit,
        outcome=row.outcome if row else None,
        facts=facts_of(row, told) if row else (),
        decisions=decisions_of(told),
        lines=lines_of(told),
        adjusted=adjusted_said(told.adjustments),
        sightings=sightings_of(told, visit.path("uploads")),
        withdrawn=bool(told.sightings) and row is None,
        steps=steps,
    )


claims_router = Router("/claims", route_handlers=[claims_page, claim_page])
