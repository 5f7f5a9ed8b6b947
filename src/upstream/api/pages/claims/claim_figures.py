"""One claim in a row of the list, and in full."""

from upstream.api.charts import wording
from upstream.api.pages.claims.claims_view import ClaimRow as RowShown
from upstream.api.pages.claims.claims_view import DecisionShown, LineShown, SightingShown
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Named
from upstream.api.pages.rendering import address
from upstream.projections.claims.list_claims import ClaimRow
from upstream.projections.claims.told import AdjustmentTold, ClaimTold


def claim_row(row: ClaimRow, moment: MomentShown) -> RowShown:
    return RowShown(
        name=row.claim_ref or str(row.id)[:8],
        href=address(f"{moment.path}/{row.id}", {"as_of": moment.as_of}),
        payer=row.payer,
        cpt=row.cpt,
        cpt_group=row.cpt_group,
        submitted_on=row.submitted_on,
        decided_on=row.decided_on,
        outcome=row.outcome,
        denial_reason=row.denial_reason,
        billed_cents=cents(row.billed),
        allowed_cents=cents(row.allowed),
    )


def facts_of(row: ClaimRow, told: ClaimTold) -> tuple[Named, ...]:
    facts = (
        ("Payer", _with_original(row.payer, row.payer_original)),
        ("CPT", f"{row.cpt}, {_with_original(row.cpt_group, row.cpt_group_original)}"),
        ("Submitted", wording.day(row.submitted_on)),
        ("First day of service", wording.day(row.service_on)),
        ("Decided", wording.day(row.decided_on)),
        ("Stage", stage_said(row.stage, partly_denied=row.partly_denied)),
        ("Denial reason", row.denial_reason or wording.MISSING),
        ("Outcome by", _rule_said(told)),
        ("Billed", wording.money(cents(row.billed))),
        ("Allowed", wording.money(cents(row.allowed))),
        ("Paid", wording.money(cents(row.paid))),
        ("Recovered", wording.money(cents(row.recovered))),
        ("Version", str(row.version)),
        ("Known since", f"position {wording.count(row.known_since_position)}"),
    )
    return tuple(Named(name=name, value=value) for name, value in facts)


def _rule_said(told: ClaimTold) -> str:
    """Who says whether the claim was denied: the file, or our rule over its adjustments."""
    if told.current_decision is None:
        return wording.MISSING
    if told.denial_rule is None:
        return "the file itself"
    return f"denial rule {told.denial_rule}, over the payer's adjustments"


def _with_original(shown: str, original: str | None) -> str:
    return shown if original is None else f"{shown} (originally {original})"


def stage_said(stage: str | None, *, partly_denied: bool) -> str:
    words = [
        *([stage.replace("_", " ")] if stage else []),
        *(["partly denied"] if partly_denied else []),
    ]
    return ", ".join(words) or wording.MISSING


def decisions_of(told: ClaimTold) -> tuple[DecisionShown, ...]:
    first, current = told.first_decision, told.current_decision
    named = (("First", first), ("Current", current if current != first else None))
    return tuple(
        DecisionShown(
            name=name,
            outcome=decision.outcome,
            decided_on=decision.decided_on,
            allowed_cents=cents(decision.allowed),
            paid_cents=cents(decision.paid),
        )
        for name, decision in named
        if decision
    )


def lines_of(told: ClaimTold) -> tuple[LineShown, ...]:
    return tuple(
        LineShown(
            number=line.number,
            code="-".join((line.cpt, *line.modifiers)),
            billed_cents=cents(line.billed),
            allowed_cents=cents(line.allowed),
            paid_cents=cents(line.paid),
            adjusted=adjusted_said(line.adjustments, *line.remarks),
            denied=line.denied,
        )
        for line in told.lines
    )


def adjusted_said(adjustments: list[AdjustmentTold], *remarks: str) -> str:
    amounts = (f"{one.reason} {wording.money(cents(one.amount))}" for one in adjustments)
    return ", ".join((*amounts, *remarks))


def sightings_of(told: ClaimTold, uploads_path: str) -> tuple[SightingShown, ...]:
    return tuple(
        SightingShown(
            href=f"{uploads_path}/{one.upload_id}",
            line=one.line,
            recorded_at=one.recorded_at,
            outcome=one.outcome,
            stage=one.stage.replace("_", " ") if one.stage else None,
            decided_on=one.decided_on,
            billed_cents=cents(one.billed),
            allowed_cents=cents(one.allowed),
            denial_reason=one.denial_reason,
            withdrawn=one.withdrawn,
        )
        for one in told.sightings
    )
