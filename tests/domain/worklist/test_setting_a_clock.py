"""A clock is set as a whole, refused where its periods contradict each other."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.catalogue import BY_TAG
from upstream.domain.worklist.events import PayerClockSet
from upstream.domain.worklist.limits import Limit, Period, Periods
from upstream.domain.worklist.payer_clock import (
    PayerClock,
    SetPayerClock,
    clock_key,
    decider,
)
from upstream.domain.worklist.refusals import PayerClockInvalid

NINETY = Limit(count=90)
JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


def period(begin: date | None = None, end: date | None = None, limit: Limit = NINETY) -> Period:
    return Period(appeal=limit, filing=limit, from_on=begin, to_on=end)


def test_setting_says_what_was_before() -> None:
    (first,) = decider.decide(SetPayerClock(payer=" Acme ", periods=(period(),)), PayerClock())
    known = decider.evolve(decider.initial, first)
    (second,) = decider.decide(SetPayerClock(payer="Acme", periods=()), known)

    assert first == PayerClockSet(payer="Acme", before=(), after=(period(),))
    assert second == PayerClockSet(payer="Acme", before=(period(),), after=())


def test_the_same_periods_in_another_order_are_no_news() -> None:
    early, late = period(None, JULY), period(JULY)
    known = PayerClock((early, late))

    assert decider.decide(SetPayerClock(payer=None, periods=(late, early)), known) == ()


@pytest.mark.parametrize(
    ("payer", "periods", "field"),
    [
        ("", (), "payer"),
        ("bell\x07", (), "payer"),
        ("x" * 201, (), "payer"),
        ("Acme", (period(JULY, JULY),), "to_on"),
        ("Acme", (period(JULY, JUNE),), "to_on"),
        ("Acme", (period(), period(JULY)), "from_on"),
        ("Acme", (period(JUNE, AUGUST), period(JULY)), "from_on"),
        ("Acme", (period(limit=Limit(count=0)),), "appeal"),
        ("Acme", (period(limit=Limit(count=121, unit="months")),), "appeal"),
        ("Acme", (period(limit=Limit(count=3_651)),), "appeal"),
        (
            "Acme",
            tuple(period(date(2000 + n, 1, 1), date(2000 + n, 1, 2)) for n in range(51)),
            "periods",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(payer: str, periods: Periods, field: str) -> None:
    with pytest.raises(PayerClockInvalid) as refused:
        decider.decide(SetPayerClock(payer=payer, periods=periods), PayerClock())

    assert refused.value.facts == {"field": field}


@given(st.lists(st.dates(date(2000, 1, 1), date(2050, 1, 1)), unique=True, max_size=6), st.data())
def test_any_order_of_periods_side_by_side_is_taken_and_kept_by_date(
    cuts: list[date], data: st.DataObject
) -> None:
    edges = [None, *sorted(cuts), None]
    inside = [period(*pair) for pair in pairwise(edges)]
    shuffled = tuple(data.draw(st.permutations(inside)))

    (event,) = decider.decide(SetPayerClock(payer=None, periods=shuffled), PayerClock())

    assert event.after == tuple(inside)


def test_a_payer_has_one_clock_however_it_is_written() -> None:
    assert clock_key(" ACME  Health ") == clock_key("acme health")
    assert clock_key(None) != clock_key("acme")


def test_what_was_stored_is_still_understood() -> None:
    for line in (Path(__file__).parent / "stored" / "events.jsonl").read_bytes().splitlines():
        event = msgspec.json.decode(line, type=BY_TAG[msgspec.json.decode(line)["type"]])
        assert msgspec.json.encode(event) == line
