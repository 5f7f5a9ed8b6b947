"""Simulated claims as files: the whole year, or what became known in one week."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from upstream.application.seed.labelled.answer_sheet import AnswerSheet
from upstream.application.seed.labelled.claims import SimulatedClaim
from upstream.application.seed.writing import HEADER


def claims_file(sheet: AnswerSheet, claims: Iterable[SimulatedClaim]) -> Iterator[str]:
    """The whole year as known on its last day, header first."""
    return weekly_file(sheet, claims, since=0, until=(sheet.until - sheet.begins_on).days)


def weekly_file(
    sheet: AnswerSheet, claims: Iterable[SimulatedClaim], *, since: int, until: int
) -> Iterator[str]:
    """What was submitted or decided in the days `[since, until)`, as known at their end."""
    whole = (sheet.until - sheet.begins_on).days
    days = [(sheet.begins_on + timedelta(days=day)).isoformat() for day in range(whole + 1)]
    yield HEADER
    for claim in claims:
        new = since <= claim.submitted < until
        if new or (claim.submitted < until and since <= claim.decided < until):
            yield line_of(claim, days, until)


def line_of(claim: SimulatedClaim, days: list[str], until: int) -> str:
    facts = f"YR{claim.number:07d},{claim.payer},{claim.cpt},{days[claim.submitted]},"
    billed = f"{claim.billed_cents / 100:.2f}"
    if claim.decided >= until:
        return f"{facts},PENDING,{billed},,,\n"
    facts = f"{facts}{days[claim.decided]},{claim.outcome},{billed}"
    if claim.allowed_cents is None:
        return f"{facts},,0.00,{claim.denial_reason or ''}\n"
    allowed = f"{claim.allowed_cents / 100:.2f}"
    return f"{facts},{allowed},{allowed},\n"
