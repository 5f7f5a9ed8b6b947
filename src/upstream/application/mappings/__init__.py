"""What a customer says about names, and what it said when a file is read."""

from upstream.application.mappings.cpt_groups import define_cpt_group, withdraw_cpt_group
from upstream.application.mappings.headers import (
    headers_of,
    headers_saved,
    save_headers,
    withdraw_headers,
)
from upstream.application.mappings.payers import (
    confirm_payers,
    payer_names,
    reject_suggestion,
    withdraw_alias,
)

__all__ = [
    "confirm_payers",
    "define_cpt_group",
    "headers_of",
    "headers_saved",
    "payer_names",
    "reject_suggestion",
    "save_headers",
    "withdraw_alias",
    "withdraw_cpt_group",
    "withdraw_headers",
]
