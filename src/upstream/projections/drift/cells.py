"""How many claims did each payer decide, how, how fast and for how much, week by week?"""

from typing import Final

import msgspec

from upstream.application.drift import ReadCounts
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.units import CustomerId
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.contracts.claim_lines import claim_lines
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.contracts.counting import contracted_lines
from upstream.projections.drift.adding_up import codes, decisions, reasons
from upstream.projections.drift.decided import decided
from upstream.projections.drift.kinds import read_kinds
from upstream.projections.drift.waits import decision_days, waiting
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.moments import AtPosition
from upstream.projections.view import View, Views

NEEDS = (claim_versions, claim_lines, mappings, contracts)

AUTHORIZATION: Final = r"(^|[^0-9])(15|39|62|197|198)($|[^0-9])"
"""Adjustment codes that say an authorization was missing, exceeded or not asked for."""


_OF_DECIDED: Final = frozenset({"decisions", "reasons", "codes"})
_OF_CLAIMS: Final = _OF_DECIDED | {"waiting"}


def counts(view: View, question: Question) -> Counts:
    """The tables detection asks for, as known at the view's position."""
    if not _OF_CLAIMS.intersection(question.tables):
        return _contracted(view, question)
    claims, wanted, weeks = read_kinds(view, question), question.tables, question.weeks
    all_of = decided(claims, question.reference_weeks) if _OF_DECIDED.intersection(wanted) else None
    waits = "waiting" in wanted
    return msgspec.structs.replace(
        _contracted(view, question),
        decisions=decisions(all_of, weeks) if all_of and "decisions" in wanted else [],
        reasons=reasons(all_of, weeks) if all_of and "reasons" in wanted else [],
        codes=codes(all_of, weeks, AUTHORIZATION) if all_of and "codes" in wanted else [],
        waiting=waiting(claims, weeks) if waits else [],
        days=decision_days(claims, weeks) if waits else [],
    )


def _contracted(view: View, question: Question) -> Counts:
    asked = "contracted" in question.tables
    return Counts(contracted=contracted_lines(view, question) if asked else [])


def counts_through(views: Views) -> ReadCounts:
    """What a run is handed to count with; waits, bounded, for the claims to be there."""

    def read_counts(customer_id: CustomerId, position: int, question: Question) -> Counts:
        with views.at(customer_id, needs=NEEDS, as_of=AtPosition(position)) as view:
            return counts(view, question)

    return read_counts
