"""Contracts, their rates, and what payers owe below them."""

from litestar import Router

from upstream.api.queries.contracts.contracts import contract_detail, contracts, rates
from upstream.api.queries.contracts.underpayments import underpayment_lines, underpayment_totals

contracts_router = Router(
    "/",
    route_handlers=[contracts, contract_detail, rates, underpayment_totals, underpayment_lines],
)
