"""What can be asked about contracts as of a moment."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from tests.support.telling import JANUARY

from upstream.domain.drift.products import detector_of
from upstream.projections.contracts.list_contracts import contract, contract_rates, list_contracts
from upstream.projections.contracts.underpaid_lines import underpaid_lines
from upstream.projections.contracts.underpayments import UnderpaymentFilter, underpayments
from upstream.projections.drift.cells import counts
from upstream.projections.view import View

_DETECTOR = detector_of("contractiq")
_OWED = UnderpaymentFilter(since=JANUARY, until=JANUARY + timedelta(200))

OF_CONTRACTS: dict[str, Callable[[View], object]] = {
    "lines below contract, by week": lambda v: counts(
        v, _DETECTOR.question(JANUARY + timedelta(104), _DETECTOR.settings)
    ),
    "contracts": list_contracts,
    "underpayments": lambda v: underpayments(v, _OWED),
    "underpaid lines": lambda v: underpaid_lines(v, _OWED, limit=3),
}

ABOUT_A_CONTRACT: dict[str, Callable[[View, UUID], object]] = {
    "contract": contract,
    "rates": lambda v, i: contract_rates(v, i, on=date(2026, 2, 15)),
}
