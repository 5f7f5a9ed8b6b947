"""Arrays packed by hand arrive in PostgreSQL as the values they were made of."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TestDatabase

from upstream.infrastructure import arrays

Pack = Callable[[Sequence[Any]], arrays.PackedArray]

storable_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
postgres_dates = st.dates(min_value=date(1, 1, 1))

KINDS: dict[str, tuple[Pack, st.SearchStrategy[Any]]] = {
    "int": (arrays.int4s, st.none() | st.integers(-(2**31), 2**31 - 1)),
    "bigint": (arrays.int8s, st.none() | st.integers(-(2**63), 2**63 - 1)),
    "text": (arrays.texts, st.none() | storable_text),
    "bytea": (arrays.byteas, st.none() | st.binary()),
    "date": (arrays.dates, st.none() | postgres_dates),
    "uuid": (lambda ids: arrays.uuids([one.bytes for one in ids]), st.uuids()),
}


@pytest.fixture(scope="module")
def connection(module_database: TestDatabase) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    with psycopg.connect(module_database.url) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_value_arrives_as_it_was_sent(
    kind: str, data: st.DataObject, connection: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    pack, values = KINDS[kind]
    sent = data.draw(st.lists(values, max_size=40))
    statement = "SELECT coalesce(array_agg(v ORDER BY n), '{}') FROM unnest(%s)"
    rows = connection.execute(
        f"{statement} WITH ORDINALITY AS u (v, n)".encode(), [pack(sent)]
    ).fetchone()

    assert rows is not None
    assert rows[0] == sent


def test_parallel_arrays_become_rows(connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
    ids = [UUID(int=n) for n in range(3)]
    rows = connection.execute(
        "SELECT * FROM unnest(%s, %s, %s) AS r (id, day, words)",
        [
            arrays.uuids([one.bytes for one in ids]),
            arrays.dates([date(2026, 1, 1), None, date(1999, 12, 31)]),
            arrays.texts(["", "naïve “quotes”", None]),
        ],
    ).fetchall()

    assert rows == [
        (ids[0], date(2026, 1, 1), ""),
        (ids[1], None, "naïve “quotes”"),
        (ids[2], date(1999, 12, 31), None),
    ]


@given(
    texts=st.lists(st.none() | storable_text),
    numbers=st.lists(st.integers(0, 9)),
    days=st.lists(st.none() | postgres_dates),
)
def test_arrays_of_few_values_are_the_same_bytes(
    texts: list[str | None], numbers: list[int], days: list[date | None]
) -> None:
    """The quick way for columns that repeat themselves changes nothing but the time it takes."""
    assert arrays.few_texts(texts) == arrays.texts(texts)
    assert arrays.few_int4s(numbers) == arrays.int4s(numbers)
    assert arrays.few_dates(days) == arrays.dates(days)
