"""What waits for a decision at the end of a range, and what do the customer's files tell of?"""

from collections.abc import Mapping
from typing import Final

from upstream.domain.figures.counts import DAYS_OLD, Open, Seen
from upstream.infrastructure.database import cursor
from upstream.projections.figures import counting
from upstream.projections.view import View

NOTHING_OPEN: Final = Open(0, 0, 0)


def open_claims(view: View, known: str, bind: Mapping[str, object]) -> tuple[dict[str, Open], Seen]:
    """By payer; `known` and `bind` as from `known_claims`, with `until`."""
    statement = counting.OPEN.replace(counting.KNOWN, known)
    asked = {**bind, "old": DAYS_OLD}
    rows = cursor(view.connection).execute(statement.encode(), asked).fetchall()
    by_payer = {payer: Open(*sums) for payer, *sums, _, _, _, _ in rows}
    return by_payer, Seen(*(any(row[place] for row in rows) for place in range(4, 8)))


def added_up(by_payer: Mapping[str, Open]) -> Open:
    sums = [sum(column) for column in zip(*by_payer.values(), strict=True)]
    return Open(*sums) if sums else NOTHING_OPEN
