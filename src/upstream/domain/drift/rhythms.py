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
    answers,
    by_payer,
    has_ended,
    life_table,
    mature_weeks,
    shares,
)
from upstream.domain.drift.remittances import Rhythm, rhythm_of
from upstream.domain.drift.weekly import Floats, Truths, first_weeks

_REFERENCE_MIN = 4
"""Weeks below which even the newest ones have to serve."""


@dataclass(frozen=True, slots=True)
class PayerTime:
    """One payer."""

    rhythm: Rhythm
    charged: Sequence[bool]
    """By week: whether its decisions say anything about the usual speed."""
    usual: Floats
    """Share decided by age in weeks, in the reference weeks."""
    groups: list[str]
    """CPT groups of its cells, ascending; along them …"""
    usual_of_cells: Floats
    """… the same by age …"""
    answers: Answers
    """… and, by week, what was decided held against that."""
    whole: LifeTable
    sound: range
    """The weeks that hold decisions of claims of every age."""
    watches: bool
    """Whether undecided claims get to be known: of remittances alone no wait can be measured."""


class _Known(NamedTuple):
    """One payer's cells, by group, and what its time is told from."""

    waiting: list[Waiting]
    rhythm: Rhythm
    table: LifeTable


@once
def payers_time(
    counts: Counts, until: date, weeks: int, reference_weeks: int
) -> dict[str, PayerTime]:
    """Of every payer that decided anything."""
    known = _known(counts, until, weeks)
    open_ones, told = _open_ones({payer: one.waiting for payer, one in known.items()})
    return {
        payer: _payer_time(
            one,
            weeks,
            reference_weeks,
            told=told,
            watches=told or payer in open_ones,
        )
        for payer, one in known.items()
    }


@once
def sound_by_payer(
    counts: Counts, until: date, weeks: int, reference_weeks: int
) -> dict[str, range]:
    """The weeks of each payer that hold decisions of claims of every age."""
    _, told = _open_ones(by_payer(counts.waiting))
    found = {}
    for payer, one in _known(counts, until, weeks).items():
        reference = _reference(one.rhythm.charged, reference_weeks)
        usual = shares(one.table.whole(), reference)[:, 0]
        found[payer] = _sound(one.waiting, weeks, usual, told=told)
    return found


@once
def _known(counts: Counts, until: date, weeks: int) -> dict[str, _Known]:
    days = {one.payer: one for one in counts.days}
    waiting = {
        payer: sorted(own, key=lambda one: one.cpt_group)
        for payer, own in sorted(by_payer(counts.waiting).items())
        if payer in days
    }
    return {
        payer: _Known(own, rhythm_of(days[payer], until, weeks), life_table(own, weeks))
        for payer, own in waiting.items()
    }


def sound_weeks(payers: Sequence[str], sound: Mapping[str, range], weeks: int) -> Truths:
    """By week, for each of these payers; all weeks of those that nothing is known of."""
    stops = {payer: own.stop for payer, own in sound.items()}
    return first_weeks([stops.get(payer, weeks) for payer in payers], weeks)


def _open_ones(waiting: Mapping[str, Sequence[Waiting]]) -> tuple[set[str], bool]:
    """The payers with open claims, and whether open claims get to be known at all.

    A payer without any is a fast one, unless nobody's open claims are ever told of.
    """
    found = {payer for payer, own in waiting.items() if any(-1 in one.decided for one in own)}
    return found, 2 * len(found) >= len(waiting)


def _sound(waiting: Sequence[Waiting], weeks: int, usual: Floats, *, told: bool) -> range:
    """None of the weeks where no new claims come: what there was to see is in the runs before."""
    if told and has_ended(waiting):
        return range(0)
    return range(mature_weeks(waiting, weeks, usual.tolist()))


def _reference(charged: Sequence[bool], reference_weeks: int) -> list[int]:
    """The weeks from which the usual is learned: before the windows, if there are enough."""
    all_weeks = [week for week, counts in enumerate(charged) if counts]
    usual = [week for week in all_weeks if week >= reference_weeks]
    return usual if len(usual) >= _REFERENCE_MIN else all_weeks


def _payer_time(
    known: _Known,
    weeks: int,
    reference_weeks: int,
    *,
    told: bool,
    watches: bool,
) -> PayerTime:
    waiting, rhythm, table = known
    whole = table.whole()
    in_gaps = {week for gap in rhythm.gaps for week in gap.weeks}
    in_rhythm = [counts and week not in in_gaps for week, counts in enumerate(rhythm.charged)]
    as_ever = shares(whole, _reference(in_rhythm, reference_weeks))[:, 0]
    charged = charged_weeks(rhythm, whole, as_ever)
    reference = _reference(charged, reference_weeks)
    usual = shares(whole, reference)
    of_cells = shares(table, reference, usual)
    return PayerTime(
        rhythm=rhythm,
        charged=charged,
        usual=usual[:, 0],
        groups=[one.cpt_group for one in waiting],
        usual_of_cells=of_cells,
        answers=answers(table, of_cells, charged),
        whole=whole,
        sound=_sound(waiting, weeks, usual[:, 0], told=told),
        watches=watches,
    )
