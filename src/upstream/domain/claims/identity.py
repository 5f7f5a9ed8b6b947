"""Which claim a row is about.

A claim number is a provider's own and repeats for the secondary payer, so it counts together with
the payer. Without a number a claim is known by what never changes about it. Rows that do not even
name a patient have nothing to tell two claims apart by, so there every fact counts: such claims are
counted once each but cannot be followed from open to decided.
"""

from upstream.domain.claims.facts import ClaimFacts

KIND = "claim"
_BETWEEN = "\x1f"
_UNNUMBERED = "\x1e"
"""No cell can hold these two: control characters are refused."""


def payer_key(payer: str) -> str:
    """Spelling in capitals or not never makes another payer."""
    return payer.casefold()


def natural_key(facts: ClaimFacts) -> str:
    if facts.claim_ref is not None:
        return f"{facts.claim_ref}{_BETWEEN}{payer_key(facts.payer)}"
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


def natural_keys(facts: list[ClaimFacts]) -> list[str]:
    """The same keys as `natural_key`, for many claims at once."""
    refs = [claim.claim_ref for claim in facts]
    if None in refs:
        return list(map(natural_key, facts))
    payers = [claim.payer for claim in facts]
    keys = {payer: payer_key(payer) for payer in set(payers)}
    return [f"{ref}{_BETWEEN}{keys[payer]}" for ref, payer in zip(refs, payers, strict=True)]
