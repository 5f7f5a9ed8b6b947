"""One claim in a row of the list, and in full."""

from upstream.api.charts import wording
from upstream.api.pages.amounts import cents
from upstream.api.pages.claims_view import ClaimRow as RowShown
from upstream.api.pages.moment_shown import MomentShown
from upstream.api.pages.pieces import Named
from upstream.api.pages.rendering import address
from upstream.projections.claims.list_claims import ClaimRow


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


def facts_of(row: ClaimRow) -> tuple[Named, ...]:
    told = (
        ("Payer", _with_original(row.payer, row.payer_original)),
        ("CPT", f"{row.cpt}, {_with_original(row.cpt_group, row.cpt_group_original)}"),
        ("Submitted", wording.day(row.submitted_on)),
        ("Decided", wording.day(row.decided_on)),
        ("Denial reason", row.denial_reason or wording.MISSING),
        ("Billed", wording.money(cents(row.billed))),
        ("Allowed", wording.money(cents(row.allowed))),
        ("Paid", wording.money(cents(row.paid))),
        ("Version", str(row.version)),
        ("Known since", f"position {wording.count(row.known_since_position)}"),
    )
    return tuple(Named(name=name, value=value) for name, value in told)


def _with_original(shown: str, original: str | None) -> str:
    return shown if original is None else f"{shown} (originally {original})"
