"""Claims by column, each column and its distinct values made once, when a rule asks for them."""

from collections.abc import Hashable, Sequence
from datetime import date
from operator import attrgetter
from typing import Final

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.identity import payer_key
from upstream.domain.quality.fields import FACT_OF, FieldName
from upstream.domain.quality.rule import Scope

_GETTERS: Final = {name: attrgetter(fact) for name, fact in FACT_OF.items()}

Cell = Hashable
Column = list[Cell]


class Columns:
    """Some claims of one file; `today` is the day of the upload.

    Facts in `silent` are None throughout: the file has no way of saying them.
    """

    def __init__(
        self, facts: Sequence[ClaimFacts], today: date, silent: frozenset[str] = frozenset()
    ) -> None:
        self.facts = facts
        self.today = today
        self._silent = silent
        self._columns: dict[FieldName, Column] = {}
        self._distinct: dict[FieldName, set[Cell]] = {}
        self._limited: dict[tuple[object, ...], tuple[Columns, list[int]] | None] = {}

    def __getitem__(self, field: FieldName) -> Column:
        column = self._columns.get(field)
        if column is None:
            column = self._columns[field] = self._read(field)
        return column

    def _read(self, field: FieldName) -> Column:
        if FACT_OF[field] in self._silent:
            return [None] * len(self.facts)
        return list(map(_GETTERS[field], self.facts))

    def distinct(self, field: FieldName) -> set[Cell]:
        values = self._distinct.get(field)
        if values is None:
            values = self._distinct[field] = set(self[field])
        return values

    def limited_to(self, scope: Scope) -> "tuple[Columns, list[int]] | None":
        """The claims of these payers and groups, and where they stand; None where there is none.

        Most rules that are limited to a payer end here, at the cost of one look at a set.
        """
        key = (scope.payers, scope.cpt_groups)
        if key not in self._limited:
            self._limited[key] = self._limit(scope)
        return self._limited[key]

    def _limit(self, scope: Scope) -> "tuple[Columns, list[int]] | None":
        payers = self._meant("payer", frozenset(map(payer_key, scope.payers)))
        groups = self._meant("cpt_group", frozenset(map(payer_key, scope.cpt_groups)))
        if not payers or not groups:
            return None
        rows = zip(self["payer"], self["cpt_group"], strict=True)
        places = [i for i, (payer, group) in enumerate(rows) if payer in payers and group in groups]
        if not places:
            return None
        some = [self.facts[place] for place in places]
        return Columns(some, self.today, self._silent), places

    def _meant(self, field: FieldName, wanted: frozenset[str]) -> set[Cell]:
        """The distinct values that are wanted, in capitals or not; all where nothing is."""
        there = self.distinct(field)
        if not wanted:
            return there
        return {value for value in there if payer_key(str(value)) in wanted}
