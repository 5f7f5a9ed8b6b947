"""What did each payer do in a range and in the range before it, counted and ready to be judged?"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final

from upstream.domain.figures.scorecard import Day, Treated
from upstream.domain.figures.waits import Waits
from upstream.infrastructure.database import cursor
from upstream.projections.figures import counting_payers
from upstream.projections.figures.open_claims import open_claims
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.view import View

_CLOCKS: Final = ("submitted", "first", "decided")


def treatment(view: View, *, since: date, until: date) -> tuple[list[Treated], bool]:
    """By payer's name; and whether any denial was ever seen decided again."""
    known, names = known_claims(view)
    bind = {**view.bind, **names, "since": since, "until": until}
    bind["before"] = _before(since, until)
    days = _days(view, known, bind)
    waits = _waits(view, known, bind)
    statement = counting_payers.PRICES.replace(counting_payers.KNOWN, known)
    rows = cursor(view.connection).execute(statement.encode(), bind).fetchall()
    prices = {payer: amounts for payer, *amounts in rows}
    waiting, seen = open_claims(view, known, bind)
    nobody = Waits({}, {}, {})
    found = []
    for payer in sorted({*days, *(payer for payer, _ in waits)}):
        submitted, first, decided = (days[payer][clock] for clock in _CLOCKS)
        priced, allowed, expected = prices.get(payer, (0, 0, 0))
        found.append(
            Treated(
                payer=payer,
                submitted=submitted,
                first=first,
                decided=decided,
                waits=waits.get((payer, True), nobody),
                waits_before=waits.get((payer, False), nobody),
                open_claims=waiting[payer].claims if payer in waiting else 0,
                open_billed=waiting[payer].billed if payer in waiting else 0,
                priced=priced,
                allowed=allowed,
                expected=expected,
            )
        )
    return found, seen.decided_again


def _before(since: date, until: date) -> date:
    """As many days before; a range that reaches back to the first of all days has none."""
    try:
        return since - (until - since)
    except OverflowError:
        return date.min


def _days(
    view: View, known: str, bind: Mapping[str, object]
) -> defaultdict[str, defaultdict[str, list[Day]]]:
    found: defaultdict[str, defaultdict[str, list[Day]]] = defaultdict(lambda: defaultdict(list))
    statement = counting_payers.DAYS.replace(counting_payers.KNOWN, known)
    for payer, clock, *day in cursor(view.connection).execute(statement.encode(), bind).fetchall():
        found[payer][clock].append(Day(*day))
    return found


def _waits(view: View, known: str, bind: Mapping[str, object]) -> dict[tuple[str, bool], Waits]:
    """By payer, and whether of the range itself or of the one before."""
    found: defaultdict[tuple[str, bool], Waits] = defaultdict(lambda: Waits({}, {}, {}))
    statement = counting_payers.WAITS.replace(counting_payers.KNOWN, known)
    rows = cursor(view.connection).execute(statement.encode(), bind).fetchall()
    for payer, now, begins, answered, age, claims in rows:
        waits = found[payer, now]
        part = waits.begun if begins else waits.decided if answered else waits.left
        assert isinstance(part, dict)
        part[age] = claims
    return found
