"""Reproducible demo claims with known, labelled drifts; the same without any, for comparison."""

from upstream.application.seed.agreement import agreement
from upstream.application.seed.labels import Label, Labels
from upstream.application.seed.plan import CLAIMS_DEFAULT, HISTORY_DAYS, Plan, plan
from upstream.application.seed.writing import HEADER, claim_lines, write_claims

__all__ = [
    "CLAIMS_DEFAULT",
    "HEADER",
    "HISTORY_DAYS",
    "Label",
    "Labels",
    "Plan",
    "agreement",
    "claim_lines",
    "plan",
    "write_claims",
]
