"""The yardstick of writing: a bare binary COPY of the same rows, as fast as PostgreSQL takes them.

As superuser, so without row-level security, into clones of the log's tables with their indexes,
in one transaction, from bytes that are ready.
"""

import time
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import psycopg
from psycopg import sql

from upstream.domain.units import CustomerId

_TABLES: Final = ("events", "commits")
_ROUNDS: Final = 3
_PART_BYTES: Final = 1 << 20


class BareCopy(NamedTuple):
    """`seconds` is the median of three rounds, each into empty tables."""

    events: int
    seconds: float

    @property
    def events_per_second(self) -> float:
        return self.events / self.seconds


def bare_copy(admin_url: str, customer_id: CustomerId, folder: Path) -> BareCopy:
    """Take a customer's log out, and measure how fast it goes in again beside itself."""
    files = {table: folder / f"{table}.copy" for table in _TABLES}
    with psycopg.connect(admin_url) as connection:
        events = _take_out(connection, customer_id, files)
    seconds = median(_round(admin_url, files) for _ in range(_ROUNDS))
    for file in files.values():
        file.unlink()
    return BareCopy(events, seconds)


def _take_out(
    connection: "psycopg.Connection[tuple[object, ...]]",
    customer_id: CustomerId,
    files: dict[str, Path],
) -> int:
    rows = 0
    for table, file in files.items():
        statement = sql.SQL(
            "COPY (SELECT * FROM {} WHERE customer_id = {} ORDER BY {}) TO STDOUT (FORMAT binary)"
        ).format(
            sql.Identifier(table),
            sql.Literal(customer_id),
            sql.Identifier("position" if table == "events" else "last"),
        )
        cursor = connection.cursor()
        with file.open("wb") as out, cursor.copy(statement) as copy:
            for data in copy:
                out.write(data)
        rows += cursor.rowcount if table == "events" else 0
    return rows


def _round(admin_url: str, files: dict[str, Path]) -> float:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS yardstick CASCADE")
        connection.execute("CREATE SCHEMA yardstick")
        for table in files:
            name = sql.Identifier(table)
            clone = "CREATE TABLE yardstick.{} (LIKE public.{} INCLUDING ALL)"
            connection.execute(sql.SQL(clone).format(name, name))
        connection.execute("CHECKPOINT")
        began = time.perf_counter()
        with connection.transaction():
            for table, file in files.items():
                _put_in(connection, table, file)
        seconds = time.perf_counter() - began
        connection.execute("DROP SCHEMA yardstick CASCADE")
    return seconds


def _put_in(connection: "psycopg.Connection[tuple[object, ...]]", table: str, file: Path) -> None:
    statement = sql.SQL("COPY yardstick.{} FROM STDIN (FORMAT binary)")
    cursor = connection.cursor()
    with file.open("rb") as rows, cursor.copy(statement.format(sql.Identifier(table))) as copy:
        while data := rows.read(_PART_BYTES):
            copy.write(data)
