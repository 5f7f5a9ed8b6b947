"""Two years and more of a customer's files: claims, decisions, denials appealed, won and lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Final, NamedTuple

from upstream.application.seed import HEADER, HISTORY_DAYS, claim_lines, plan

STRETCHES: Final = 4
"""Plans one after the other, each with drifts of its own at its end."""

_SUBMITTED, _DECIDED, _OUTCOME, _BILLED, _ALLOWED, _PAID, _REASON = 3, 4, 5, 6, 7, 8, 9
_APPEALED_EVERY: Final = 4
_APPEALED_AFTER, _ANSWERED_AFTER = timedelta(days=20), timedelta(days=50)


class File(NamedTuple):
    """`ends` where a stretch and its drifts end with this file: the first day nobody knows of."""

    lines: list[str]
    ends: date | None


def files(claims: int, uploads: int, until: date) -> Iterator[File]:
    """About `uploads` files with `claims` new claims in all, the header first."""
    open_before: list[str] = []
    denied: list[str] = []
    for stretch in range(STRETCHES):
        ends = until - timedelta(days=HISTORY_DAYS) * (STRETCHES - 1 - stretch)
        planned = plan("riverside", claims=claims // STRETCHES, seed=stretch + 1, until=ends)
        each = -(-HISTORY_DAYS // max(1, uploads // STRETCHES))
        parts = list(_parts(claim_lines(planned), each))
        again = [line for one in open_before for line in _decided(one, ends)]
        open_before = []
        for number, days in enumerate(parts):
            new = [f"{stretch}{line}" for day in days for line in day.splitlines(keepends=True)]
            open_before += [line for line in new if ",PENDING," in line]
            appeals = [line for one in denied for line in _appealed(one, ends)]
            denied = [line for line in new if ",DENIED," in line][::_APPEALED_EVERY]
            yield File([HEADER, *again, *appeals, *new], ends if number == len(parts) - 1 else None)
            again = []


def _parts(days: Iterator[str], each: int) -> Iterator[list[str]]:
    while part := list(islice(days, each)):
        yield part


def _decided(line: str, until: date) -> Iterator[str]:
    """What was open is denied in the stretch after it."""
    cells = line.rstrip("\n").split(",")
    day = date.fromisoformat(cells[_SUBMITTED]) + timedelta(days=60)
    cells[_DECIDED], cells[_OUTCOME] = min(day, until - timedelta(days=1)).isoformat(), "DENIED"
    cells[_PAID], cells[_REASON] = "0.00", "CO-197"
    yield _line(cells)


def _appealed(line: str, until: date) -> Iterator[str]:
    """Appealed, and every other one won; what has not happened by then is not told."""
    cells = line.rstrip("\n").split(",")
    denied_on = date.fromisoformat(cells[_DECIDED])
    won = cells[0][-1] in "02468"
    if denied_on + _APPEALED_AFTER < until:
        appealed = [*cells]
        appealed[_DECIDED] = (denied_on + _APPEALED_AFTER).isoformat()
        appealed[_OUTCOME] = "appealed"
        yield _line(appealed)
    if denied_on + _ANSWERED_AFTER < until:
        cells[_DECIDED] = (denied_on + _ANSWERED_AFTER).isoformat()
        cells[_OUTCOME] = "overturned" if won else "upheld"
        if won:
            allowed = f"{float(cells[_BILLED]) / 2:.2f}"
            cells[_ALLOWED], cells[_PAID], cells[_REASON] = allowed, allowed, ""
        yield _line(cells)


def _line(cells: list[str]) -> str:
    return ",".join(cells) + "\n"
