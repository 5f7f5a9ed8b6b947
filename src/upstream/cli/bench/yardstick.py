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

from upstream.cli.trial import Trial
from upstream.cli.trial.processor import processor_seconds
from upstream.domain.units import CustomerId

_TABLES: Final = ("events", "commits")
_ROUNDS: Final = 3
_PART_BYTES: Final = 1 << 20


class BareCopy(NamedTuple):
    """Medians of three rounds, each into empty tables. Processor time is PostgreSQL's and ours."""

    events: int
    seconds: float
    processor_seconds: float

    @property
    def events_per_second(self) -> float:
        return self.events / self.seconds


def bare_copy(trial: Trial, customer_id: CustomerId) -> BareCopy:
    """Take a customer's log out, and measure how fast it goes in again beside itself."""
    files = {table: trial.folder / f"{table}.copy" for table in _TABLES}
    with psycopg.connect(trial.admin_url) as connection:
        events = _take_out(connection, customer_id, files)
    seconds, processor = zip(*(_round(trial, files) for _ in range(_ROUNDS)), strict=True)
    for file in files.values():
        file.unlink()
    return BareCopy(events, median(seconds), median(processor))


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


def _round(trial: Trial, files: dict[str, Path]) -> tuple[float, float]:
    """Seconds, and those of processors."""

    def spent() -> float:
        return time.process_time() + processor_seconds(trial.postgres.process.pid)

    with psycopg.connect(trial.admin_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS yardstick CASCADE")
        connection.execute("CREATE SCHEMA yardstick")
        for table in files:
            name = sql.Identifier(table)
            clone = "CREATE TABLE yardstick.{} (LIKE public.{} INCLUDING ALL)"
            connection.execute(sql.SQL(clone).format(name, name))
        connection.execute("CHECKPOINT")
        began, spent_before = time.perf_counter(), spent()
        with connection.transaction():
            for table, file in files.items():
                _put_in(connection, table, file)
        found = time.perf_counter() - began, spent() - spent_before
        connection.execute("DROP SCHEMA yardstick CASCADE")
    return found


def _put_in(connection: "psycopg.Connection[tuple[object, ...]]", table: str, file: Path) -> None:
    statement = sql.SQL("COPY yardstick.{} FROM STDIN (FORMAT binary)")
    cursor = connection.cursor()
    with file.open("rb") as rows, cursor.copy(statement.format(sql.Identifier(table))) as copy:
        while data := rows.read(_PART_BYTES):
            copy.write(data)
