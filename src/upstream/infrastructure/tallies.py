"""How evaluations ended, counted where it is decided: in the transaction that records it."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

# In one order, so that two that count at once wait for each other and never in a circle.
_COUNT: Final = text(
    "INSERT INTO evaluation_tallies AS t (result, reason, evaluations)"
    " SELECT * FROM unnest(cast(:results AS text[]), cast(:reasons AS text[]),"
    "  cast(:counts AS bigint[])) AS n (result, reason, evaluations) ORDER BY 1, 2"
    " ON CONFLICT (result, reason) DO UPDATE SET evaluations = t.evaluations + excluded.evaluations"
)
_COUNTED: Final = text("SELECT result, reason, evaluations FROM evaluation_tallies ORDER BY 1, 2")


class Ended(NamedTuple):
    result: str
    reason: str


def count_evaluations(connection: Connection, counts: Mapping[Ended, int]) -> None:
    """Add to what was counted before; commits and is rolled back with the transaction."""
    if counts:
        asked = {
            "results": [ended.result for ended in counts],
            "reasons": [ended.reason for ended in counts],
            "counts": list(counts.values()),
        }
        connection.execute(_COUNT, asked)


def evaluations_counted(connection: Connection) -> Iterable[tuple[Ended, int]]:
    """Since the installation was set up."""
    for result, reason, count in connection.execute(_COUNTED):
        yield Ended(result, reason), count
