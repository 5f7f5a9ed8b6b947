"""How many claims did each payer decide, how, how fast and for how much, week by week?"""

from collections.abc import Iterable
from typing import Any, Final

from upstream.application.drift import ReadCounts
from upstream.domain.drift.counts import (
    Codes,
    Counts,
    DecisionDays,
    Decisions,
    Question,
    Reasons,
    Waiting,
)
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.contracts.counting import contracted_lines
from upstream.projections.drift import counting
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.moments import AtPosition
from upstream.projections.view import View, Views

NEEDS = (claim_versions, mappings, contracts)

AUTHORIZATION: Final = r"(^|[^0-9])(15|39|62|197|198)($|[^0-9])"
"""Adjustment codes that say an authorization was missing, exceeded or not asked for."""


def counts(view: View, question: Question) -> Counts:
    """The tables detection asks for, as known at the view's position, one statement each.

    Only PAID and DENIED claims count as decided; an amount of zero is no price.
    """
    known, names = known_claims(view)
    bounds = {
        **view.bind,
        **names,
        "from_on": question.from_on,
        "until": question.until,
        "reference_to": question.reference_to,
        "reasons": AUTHORIZATION,
    }
    database = cursor(view.connection)

    def rows(statement: str) -> Iterable[tuple[Any, ...]]:
        return database.execute(
            statement.replace(counting.KNOWN, known).encode(), bounds, binary=True
        ).fetchall()

    wanted = question.tables
    return Counts(
        decisions=[Decisions(*row) for row in rows(counting.DECISIONS)]
        if "decisions" in wanted
        else [],
        reasons=[Reasons(*row) for row in rows(counting.REASONS)] if "reasons" in wanted else [],
        codes=[Codes(*row) for row in rows(counting.CODES)] if "codes" in wanted else [],
        waiting=[Waiting(*row) for row in rows(counting.WAITING)] if "waiting" in wanted else [],
        days=[DecisionDays(*row) for row in rows(counting.DAYS)] if "waiting" in wanted else [],
        contracted=contracted_lines(view, question) if "contracted" in wanted else [],
    )


def counts_through(views: Views) -> ReadCounts:
    """What a run is handed to count with; waits, bounded, for the claims to be there."""

    def read_counts(customer_id: CustomerId, position: int, question: Question) -> Counts:
        with views.at(customer_id, needs=NEEDS, as_of=AtPosition(position)) as view:
            return counts(view, question)

    return read_counts
