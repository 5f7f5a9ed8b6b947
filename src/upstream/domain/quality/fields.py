"""What rules can speak of: the facts of a claim under their public names, and of which kind."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

FieldName = Literal[
    "claim_id",
    "payer",
    "cpt",
    "cpt_group",
    "submitted_date",
    "decided_date",
    "paid_date",
    "service_date",
    "outcome",
    "billed_amount",
    "allowed_amount",
    "paid_amount",
    "denial_reason",
    "place_of_service",
    "provider_npi",
    "facility",
    "prior_authorization",
    "units",
]
"""The names of a file's columns (`domain.claims.columns`), so that a refused row can name one."""

FieldKind = Literal["text", "date", "amount", "number"]
"""Amounts are cents in a claim and dollars in a rule."""

FIELD_NAMES: Final[tuple[FieldName, ...]] = get_args(FieldName)

_FACTS: Final[dict[FieldName, str]] = {
    "claim_id": "claim_ref",
    "submitted_date": "submitted_on",
    "decided_date": "decided_on",
    "paid_date": "paid_on",
    "service_date": "service_on",
    "billed_amount": "billed_cents",
    "allowed_amount": "allowed_cents",
    "paid_amount": "paid_cents",
}

FACT_OF: Final[Mapping[FieldName, str]] = MappingProxyType(
    {name: _FACTS.get(name, name) for name in FIELD_NAMES}
)
"""The fact of `ClaimFacts` behind each field."""


def kind_of(field: FieldName) -> FieldKind:
    if field.endswith("_date"):
        return "date"
    if field.endswith("_amount"):
        return "amount"
    return "number" if field == "units" else "text"
