"""The claims of a year of requirements copied to where their uploads would have brought them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from upstream.application.customers import Customer
from upstream.application.seed.labelled.requirements import RequiredClaim, RequirementsSheet
from upstream.cli.bench.detection.shortcut import pack
from upstream.cli.trial import Trial
from upstream.projections.row_versions import OPEN

_CLAIMS: Final = (
    "COPY claim_versions (customer_id, claim_id, from_position, to_position, version, upload_id,"
    " submitted_on, decided_on, service_on, billed_cents, allowed_cents, claim_ref, payer, cpt,"
    " cpt_group, outcome, denial_reason) FROM STDIN"
)
_LINES: Final = (
    "COPY claim_lines (customer_id, from_position, billed_cents, allowed_cents, line, units,"
    " other_payer, capitation, several_procedures, cpt, modifiers) FROM STDIN"
)
_READ: Final = (
    *("claim_versions", "claim_lines", "contracts", "contract_schedules", "contract_rates"),
)
_FIRST_POSITION: Final = 10_000
LAST_POSITION: Final = 1_000_000
"""Beyond every event of contracts, and beyond every claim, of which a year has a quarter of a
million: where the short way stands and looks. Who counts reads the log stretch by stretch."""


def copy_claims(
    trial: Trial, customer: Customer, sheet: RequirementsSheet, claims: Sequence[RequiredClaim]
) -> None:
    with trial.administer() as admin:
        with admin.cursor().copy(_CLAIMS) as rows:
            for one in claims:
                rows.write_row(_row(customer, sheet, one))
        with admin.cursor().copy(_LINES) as rows:
            for one in claims:
                if one.claim.outcome == "PAID" and (one.modifier or one.units > 1):
                    rows.write_row((*_at(customer, one), *_line(one)))
        pack(admin, customer.customer_id, LAST_POSITION)
        for table in _READ:
            admin.execute(f"ANALYZE {table}".encode())


def _at(customer: Customer, one: RequiredClaim) -> tuple[object, ...]:
    return customer.customer_id, _FIRST_POSITION + one.claim.number


def _line(one: RequiredClaim) -> tuple[object, ...]:
    claim = one.claim
    amounts = claim.billed_cents, claim.allowed_cents
    modifiers = [one.modifier] if one.modifier else None
    return (*amounts, 1, one.units, False, False, False, claim.cpt, modifiers)


def _row(customer: Customer, sheet: RequirementsSheet, one: RequiredClaim) -> tuple[object, ...]:
    claim = one.claim
    submitted, decided, serviced = (
        sheet.begins_on + timedelta(days=day)
        for day in (claim.submitted, claim.decided, one.serviced)
    )
    customer_id, place = _at(customer, one)
    return (
        *(customer_id, UUID(int=claim.number), place, OPEN, 1, customer_id),
        *(submitted, decided, serviced, claim.billed_cents, claim.allowed_cents),
        *(str(claim.number), claim.payer, claim.cpt, claim.cpt_group),
        *(claim.outcome, claim.denial_reason),
    )
