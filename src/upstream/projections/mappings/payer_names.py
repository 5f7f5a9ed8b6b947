"""Which payer does a name mean, at the moment a view shows?

For cells that are added up in memory; statements over claims read from `known_claims.py`.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from upstream.infrastructure.database import cursor
from upstream.projections.ledger import Cells
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View

NEEDS: Final = (mappings,)

_ALIASES: Final = (
    "SELECT alias, payer FROM payer_aliases WHERE customer_id = %(customer_id)s"
    " AND from_position <= %(position)s AND to_position > %(position)s AND payer IS NOT NULL"
)


class Payers:
    """What names mean at one position. Falsy where every name stands for itself."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = aliases

    def __bool__(self) -> bool:
        return bool(self._aliases)

    def of(self, name: str) -> str:
        return self._aliases.get(name, name)

    def original(self, name: str) -> str | None:
        """The name as files wrote it, where it is shown under another."""
        return name if name in self._aliases else None

    def spellings(self, payer: str) -> list[str]:
        """Every name that means this payer; none for one that is only an alias itself."""
        own = [] if payer in self._aliases else [payer]
        return own + sorted(name for name, means in self._aliases.items() if means == payer)

    def added_up(self, cells: Cells) -> Cells:
        """Cells whose first part is a payer's name, those of one payer added up."""
        if not self._aliases:
            return cells
        found: Cells = {}
        for (name, *rest), measures in cells.items():
            cell = (self.of(str(name)), *rest)
            sums = found.get(cell)
            found[cell] = list(measures) if sums is None else _sum(sums, measures)
        return found


def payers(view: View) -> Payers:
    """One small query; the view must need `NEEDS`."""
    rows = cursor(view.connection).execute(_ALIASES.encode(), view.bind).fetchall()
    return Payers(dict(rows))


def _sum(one: Iterable[int], other: Iterable[int]) -> list[int]:
    return [first + second for first, second in zip(one, other, strict=True)]
