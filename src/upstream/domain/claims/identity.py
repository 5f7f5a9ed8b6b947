"""Which claim a row is about.

A claim number is a provider's own and repeats for the secondary payer, and for the next visit of
the same patient; so it counts together with the payer and, where the file gives it, the first day
of service. Without a number a claim is known by what never changes about it. Rows that do not even
name a patient have nothing to tell two claims apart by, so there every fact counts: such claims are
counted once each but cannot be followed from open to decided.
"""

from datetime import date
from operator import attrgetter

from upstream.domain.claims.facts import ClaimFacts

KIND = "claim"
_BETWEEN = "\x1f"
_UNNUMBERED = "\x1e"
"""No cell can hold these two: control characters are refused."""


_service_on = attrgetter("service_on")


def payer_key(payer: str) -> str:
    """Spelling in capitals or not never makes another payer."""
    return payer.casefold()


def natural_key(facts: ClaimFacts, *, by_day: bool = True) -> str:
    """`by_day` is False where a row's day is that of one service line, not of the claim."""
    if facts.claim_ref is not None:
        return _numbered(
            facts.claim_ref, payer_key(facts.payer), facts.service_on if by_day else None
        )
    lasting = (
        payer_key(facts.payer),
        facts.cpt,
        facts.modifiers,
        facts.submitted_on.isoformat(),
        facts.billed_cents,
        facts.units,
        facts.provider_npi,
        facts.facility,
        facts.place_of_service,
        facts.patient_pseudonym,
    )
    passing = (
        facts.outcome,
        facts.decided_on and facts.decided_on.isoformat(),
        facts.allowed_cents,
        facts.paid_cents,
        facts.paid_on and facts.paid_on.isoformat(),
        facts.denial_reason,
        facts.prior_authorization,
    )
    return _UNNUMBERED + repr(lasting if facts.patient_pseudonym else lasting + passing)


def _numbered(claim_ref: str, payer: str, service_on: date | None) -> str:
    day = "" if service_on is None else f"{_BETWEEN}{service_on.isoformat()}"
    return f"{claim_ref}{_BETWEEN}{payer}{day}"


def natural_keys(facts: list[ClaimFacts], *, by_day: bool = True) -> list[str]:
    """The same keys as `natural_key`, for many claims at once."""
    refs = [claim.claim_ref for claim in facts]
    if None in refs:
        return [natural_key(claim, by_day=by_day) for claim in facts]
    payers = [claim.payer for claim in facts]
    keys = {payer: f"{_BETWEEN}{payer_key(payer)}" for payer in set(payers)}
    days = set(map(_service_on, facts)) if by_day else {None}
    if days == {None}:
        return [f"{ref}{keys[payer]}" for ref, payer in zip(refs, payers, strict=True)]
    ends = {day: "" if day is None else f"{_BETWEEN}{day.isoformat()}" for day in days}
    return [
        f"{ref}{keys[payer]}{ends[claim.service_on]}"
        for ref, payer, claim in zip(refs, payers, facts, strict=True)
    ]
