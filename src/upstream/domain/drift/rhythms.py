"""What is known of each payer's time: its rhythm, the usual shares by age, its cells' tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from upstream.domain.drift.catching_up import charged_weeks
from upstream.domain.drift.counts import Counts, Waiting, once
from upstream.domain.drift.life_table import (
    Answers,
    LifeTable,
    added,
    answers,
    as_one,
    by_payer,
    has_ended,
    life_table,
    mature_weeks,
    shares,
)
from upstream.domain.drift.remittances import Rhythm, rhythm_of

_REFERENCE_MIN = 4
"""Weeks below which even the newest ones have to serve."""


class CellTime(NamedTuple):
    """One cell of a payer: what is usual for it, and its answers held against that."""

    usual: list[float]
    answers: Answers


@dataclass(frozen=True, slots=True)
class PayerTime:
    """One payer."""

    rhythm: Rhythm
    charged: Sequence[bool]
    """By week: whether its decisions say anything about the usual speed."""
    usual: list[float]
    """Share decided by age in weeks, in the reference weeks."""
    cells: Mapping[str, CellTime]
    """By CPT group."""
    whole: LifeTable
    sound: range
    """The weeks that hold decisions of claims of every age."""
    watches: bool
    """Whether undecided claims get to be known: of remittances alone no wait can be measured."""


@once
def payers_time(
    counts: Counts, until: date, weeks: int, reference_weeks: int
) -> dict[str, PayerTime]:
    """Of every payer that decided anything."""
    days = {one.payer: one for one in counts.days}
    waiting = {
        payer: sorted(own, key=lambda one: one.cpt_group)
        for payer, own in sorted(by_payer(counts.waiting).items())
        if payer in days
    }
    open_ones, told = _open_ones(waiting)
    return {
        payer: _payer_time(
            own,
            rhythm_of(days[payer], until, weeks),
            weeks,
            reference_weeks,
            told=told,
            watches=told or payer in open_ones,
        )
        for payer, own in waiting.items()
    }


@once
def sound_by_payer(
    counts: Counts, until: date, weeks: int, reference_weeks: int
) -> dict[str, range]:
    """The weeks of each payer that hold decisions of claims of every age."""
    days = {one.payer: one for one in counts.days}
    waiting = by_payer(counts.waiting)
    _, told = _open_ones(waiting)
    found = {}
    for payer, own in waiting.items():
        if payer in days:
            whole = as_one(own)
            table = life_table(whole, weeks)
            charged = rhythm_of(days[payer], until, weeks).charged
            reference = _reference(charged, reference_weeks)
            found[payer] = _sound([whole], weeks, shares(table, reference), told=told)
    return found


def _open_ones(waiting: Mapping[str, Sequence[Waiting]]) -> tuple[set[str], bool]:
    """The payers with open claims, and whether open claims get to be known at all.

    A payer without any is a fast one, unless nobody's open claims are ever told of.
    """
    found = {payer for payer, own in waiting.items() if any(-1 in one.decided for one in own)}
    return found, 2 * len(found) >= len(waiting)


def _sound(waiting: Sequence[Waiting], weeks: int, usual: Sequence[float], *, told: bool) -> range:
    """None of the weeks where no new claims come: what there was to see is in the runs before."""
    if told and has_ended(waiting):
        return range(0)
    return range(mature_weeks(waiting, weeks, usual))


def _reference(charged: Sequence[bool], reference_weeks: int) -> list[int]:
    """The weeks from which the usual is learned: before the windows, if there are enough."""
    all_weeks = [week for week, counts in enumerate(charged) if counts]
    usual = [week for week in all_weeks if week >= reference_weeks]
    return usual if len(usual) >= _REFERENCE_MIN else all_weeks


def _payer_time(
    waiting: Sequence[Waiting],
    rhythm: Rhythm,
    weeks: int,
    reference_weeks: int,
    *,
    told: bool,
    watches: bool,
) -> PayerTime:
    tables = {one.cpt_group: life_table(one, weeks) for one in waiting}
    whole = added(list(tables.values()))
    in_gaps = {week for gap in rhythm.gaps for week in gap.weeks}
    in_rhythm = [counts and week not in in_gaps for week, counts in enumerate(rhythm.charged)]
    as_ever = shares(whole, _reference(in_rhythm, reference_weeks))
    charged = charged_weeks(rhythm, whole, as_ever)
    reference = _reference(charged, reference_weeks)
    usual = shares(whole, reference)
    return PayerTime(
        rhythm=rhythm,
        charged=charged,
        usual=usual,
        cells={
            group: _cell_time(table, shares(table, reference, usual), charged)
            for group, table in tables.items()
        },
        whole=whole,
        sound=_sound(waiting, weeks, usual, told=told),
        watches=watches,
    )


def _cell_time(table: LifeTable, usual: list[float], charged: Sequence[bool]) -> CellTime:
    return CellTime(usual, answers(table, usual, charged))
