"""A demo file as rows for detection, with and without a database in between."""

from collections.abc import Iterator
from datetime import date

from tests.support.claim_log import UPLOAD, chunk_of, claim_stream, context_of
from tests.support.counted_waits import Row

from upstream.application.seed import Plan, claim_lines
from upstream.domain.claims.events import ClaimRecorded
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.procedures import cpt_group
from upstream.domain.units import Cents, CustomerId
from upstream.infrastructure.log import EventLog


def seeded_rows(plan: Plan) -> Iterator[Row]:
    days: dict[str, date] = {}
    groups: dict[str, str] = {}
    for lines in claim_lines(plan):
        for line in lines.splitlines():
            _, payer, cpt, submitted, decided, outcome, _, allowed, _, reason = line.split(",")
            for text in (submitted, decided):
                if text and text not in days:
                    days[text] = date.fromisoformat(text)
            if cpt not in groups:
                groups[cpt] = cpt_group(cpt)
            decided_on = days[decided] if decided else None
            yield Row(
                payer,
                cpt,
                groups[cpt],
                days[submitted],
                decided_on,
                outcome,
                _cents(allowed),
                reason or None,
            )


def seeded_facts(plan: Plan) -> Iterator[list[ClaimFacts]]:
    """The same file as claims, one list a day of submissions."""
    for lines in claim_lines(plan):
        yield [_facts(line.split(",")) for line in lines.splitlines()]


def record_seeded(log: EventLog, customer_id: CustomerId, plan: Plan) -> None:
    """The whole file into the log, one commit a day of submissions."""
    for facts in seeded_facts(plan):
        streams = [
            claim_stream(
                customer_id,
                str(known.claim_ref),
                ClaimRecorded(facts=known, upload_id=UPLOAD, line=2),
            )
            for known in facts
        ]
        if streams:
            log.append_chunk(context_of(customer_id), chunk_of(streams))


def _facts(cells: list[str]) -> ClaimFacts:
    ref, payer, cpt, submitted, decided, outcome, billed, allowed, paid, reason = cells
    return ClaimFacts(
        claim_ref=ref,
        payer=payer,
        cpt=cpt,
        cpt_group=cpt_group(cpt),
        submitted_on=date.fromisoformat(submitted),
        decided_on=date.fromisoformat(decided) if decided else None,
        outcome=outcome,  # type: ignore[arg-type]  # the seed writes only the four
        billed_cents=_cents(billed),
        allowed_cents=_cents(allowed),
        paid_cents=_cents(paid),
        denial_reason=reason or None,
    )


def _cents(amount: str) -> Cents | None:
    return Cents(int(amount.replace(".", ""))) if amount else None
