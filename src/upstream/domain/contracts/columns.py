"""The columns of a file of rates, and the headers they come under."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, get_args

from upstream.domain.claims.columns import normalised

Column = Literal["cpt", "modifier", "place_of_service", "amount", "percent"]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)

_HEADERS: Final[dict[Column, str]] = {
    "cpt": """cpt cpt_code cptcode cpt_hcpcs hcpcs hcpcs_code procedure_code procedure proc_code
        service_code billing_code code""",
    "modifier": "modifier mod modifier_code modifier_1 modifier1 mod1",
    "place_of_service": "place_of_service pos pos_code place_of_service_code",
    "amount": """amount rate fee contract_rate contracted_rate contracted_amount allowed_amount
        allowed contract_amount contract_allowed negotiated_rate fee_schedule_amount fee_amount
        unit_rate unit_price price reimbursement""",
    "percent": """percent percent_of_charge percent_of_charges percent_of_billed pct_of_charge
        pct_of_charges pct_of_billed percentage percentage_of_charge pct""",
}
HEADERS: Final[Mapping[Column, tuple[str, ...]]] = MappingProxyType(
    {name: tuple(headers.split()) for name, headers in _HEADERS.items()}
)
"""Normalised headers by column, the surest first."""


def recognised(headers: Sequence[str]) -> dict[Column, int]:
    """Where each column stands that is there, by the surest of its headers."""
    normal = [normalised(header) for header in headers]
    found: dict[Column, int] = {}
    for name in COLUMNS:
        there = [header for header in HEADERS[name] if header in normal]
        if there:
            found[name] = normal.index(there[0])
    return found
