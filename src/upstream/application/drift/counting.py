"""Counting the claims once for all the runs that look at the same weeks from one position."""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.products import detector_of
from upstream.domain.drift.run import Started
from upstream.domain.units import CustomerId

ReadCounts = Callable[[CustomerId, int, Question], Counts]
"""Counts the claims as known at a position; comes from the layer above, which reads projections."""

_Place = tuple[int, date, int, int]


class Counted:
    """What `runs` will ask is asked together, when the first of them asks."""

    def __init__(
        self, read_counts: ReadCounts, customer_id: CustomerId, runs: Sequence[Started]
    ) -> None:
        self._read_counts = read_counts
        self._customer_id = customer_id
        self._questions: dict[_Place, Question] = {}
        self._counts: dict[_Place, Counts] = {}
        for run in runs:
            place, question = _asked(run)
            known = self._questions.get(place, question)
            tables = tuple(dict.fromkeys((*known.tables, *question.tables)))
            self._questions[place] = msgspec.structs.replace(known, tables=tables)

    def counts_for(self, run: Started) -> Counts:
        """With tables that other runs wanted, too; a detector reads its own."""
        place, _ = _asked(run)
        if place not in self._counts:
            position, question = run.start.position, self._questions[place]
            self._counts[place] = self._read_counts(self._customer_id, position, question)
        return self._counts[place]


def _asked(run: Started) -> tuple[_Place, Question]:
    question = detector_of(run.request.product).question(run.request.until, run.start.settings)
    place = (run.start.position, question.until, question.weeks, question.reference_weeks)
    return place, question
