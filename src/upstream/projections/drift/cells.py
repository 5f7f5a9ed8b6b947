"""How many claims did each payer decide, how, how fast and for how much, week by week?"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

import msgspec

from upstream.application.drift import ReadCounts
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.contracts.claim_lines import claim_lines
from upstream.projections.contracts.contract_versions import contracts
from upstream.projections.contracts.counting import contracted_lines
from upstream.projections.drift import counting
from upstream.projections.drift.adding_up import AddedUp, Clipped
from upstream.projections.drift.usual import Sums
from upstream.projections.drift.waits import decision_days, waiting
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.moments import AtPosition
from upstream.projections.view import View, Views

NEEDS = (claim_versions, claim_lines, mappings, contracts)

AUTHORIZATION: Final = r"(^|[^0-9])(15|39|62|197|198)($|[^0-9])"
"""Adjustment codes that say an authorization was missing, exceeded or not asked for."""


_ROOM: Final = (
    "SELECT set_config('work_mem', '96MB', true), set_config('jit', 'off', true),"
    " set_config('max_parallel_workers_per_gather', '0', true)"
)
"""For the sums of two thousand cells, which otherwise would be written to disk and read back; and
two statements side by side are parallel enough: workers would each make most of the same sums.
"""

_OF_DECIDED: Final = frozenset({"decisions", "reasons", "codes"})


def counts(view: View, question: Question) -> Counts:
    """The tables detection asks for, as known at the view's position.

    Only PAID and DENIED claims count as decided; an amount of zero is no price.
    """
    known, names = known_claims(view)
    asked = _Asked(view, question, known, names)
    wanted = question.tables
    waits = list(asked.rows(counting.WAITING)) if "waiting" in wanted else []
    found = Counts(
        waiting=[waiting(*row) for row in waits if row[1] is not None],
        days=[days for row in waits if row[1] is None for days in decision_days(row[0], row[2])],
        contracted=contracted_lines(view, question) if "contracted" in wanted else [],
    )
    found.waiting.sort(key=lambda one: (one.payer, one.cpt_group))
    found.days.sort(key=lambda one: one.payer)
    return _decided(asked, found) if _OF_DECIDED.intersection(wanted) else found


class _Asked(NamedTuple):
    view: View
    question: Question
    known: str
    names: dict[str, str]

    def rows(self, statement: str, **more: object) -> Iterable[tuple[Any, ...]]:
        """As they come: a row is made when it is wanted."""
        question = self.question
        bounds = {
            **self.view.bind,
            **self.names,
            "from_on": question.from_on,
            "until": question.until,
            **more,
        }
        statement = statement.replace(counting.KNOWN, self.known)
        database = cursor(self.view.connection)
        database.execute(_ROOM)
        return database.execute(statement.encode(), bounds, binary=True)


def _decided(asked: _Asked, found: Counts) -> Counts:
    wanted = asked.question.tables
    sums = (Sums(*row) for row in asked.rows(counting.BY_CODE))
    added_up = AddedUp(sums, asked.question.weeks, asked.question.reference_weeks)
    return msgspec.structs.replace(
        found,
        decisions=added_up.decisions(_clipped(asked, added_up)) if "decisions" in wanted else [],
        reasons=added_up.reasons() if "reasons" in wanted else [],
        codes=added_up.codes(AUTHORIZATION) if "codes" in wanted else [],
    )


def _clipped(asked: _Asked, added_up: AddedUp) -> Clipped:
    outlying = added_up.outlying()
    if not outlying:
        return {}
    payers, groups, cpts, weeks, prices = (list(column) for column in zip(*outlying, strict=True))
    more = {"payers": payers, "groups": groups, "cpts": cpts, "weeks": weeks, "prices": prices}
    return {row[:4]: row[4:] for row in asked.rows(counting.CLIPPED, **more)}


def counts_through(views: Views) -> ReadCounts:
    """What a run is handed to count with; waits, bounded, for the claims to be there.

    What is decided and what waits are counted side by side, each by its own connection: a position
    is the same for both.
    """

    def count(customer_id: CustomerId, position: int, question: Question) -> Counts:
        with views.at(customer_id, needs=NEEDS, as_of=AtPosition(position)) as view:
            return counts(view, question)

    def read_counts(customer_id: CustomerId, position: int, question: Question) -> Counts:
        decided = tuple(table for table in question.tables if table in _OF_DECIDED)
        others = tuple(table for table in question.tables if table not in _OF_DECIDED)
        if not decided or not others:
            return count(customer_id, position, question)
        parts = [msgspec.structs.replace(question, tables=each) for each in (others, decided)]
        with ThreadPoolExecutor(1, thread_name_prefix="counting") as beside:
            waits = beside.submit(count, customer_id, position, parts[0])
            found = count(customer_id, position, parts[1])
            rest = waits.result()
        return msgspec.structs.replace(
            rest, decisions=found.decisions, reasons=found.reasons, codes=found.codes
        )

    return read_counts
