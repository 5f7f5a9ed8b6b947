"""How much was ever swept, for the metrics: a counter that outlives the process that counts."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Connection, text

Swept = Literal["sessions", "secrets", "sign_in_attempts"]

_COUNT = text(
    "INSERT INTO swept AS known (what, count) VALUES (:what, :count)"
    " ON CONFLICT (what) DO UPDATE SET count = known.count + excluded.count"
)
_ALL = text("SELECT what, count FROM swept ORDER BY what")


def count_swept(connection: Connection, found: Mapping[Swept, int]) -> None:
    rows = [{"what": what, "count": count} for what, count in sorted(found.items()) if count]
    if rows:
        connection.execute(_COUNT, rows)


def swept_so_far(connection: Connection) -> list[tuple[str, int]]:
    return [(what, count) for what, count in connection.execute(_ALL)]
