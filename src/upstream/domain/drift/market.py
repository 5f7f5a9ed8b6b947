"""What moved all payers alike: a season, a yearly fee update. It is no drift of one of them."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from upstream.domain.drift.weekly import Floats, Integers

PEERS_MIN = 4
"""Fewer series cannot tell what the market does from what one payer does."""

PEERS_WEIGHT = 12
"""Series that everybody's common move weighs beside that of one group."""

_WEEKLY_MIN = 3
"""Claims of a week below which a cell's mean is not asked."""

_FAR = 9.0
"""Squared deviations of a cell from the market beyond which the drift is its own."""

_WEIGHT_CAP = 3
"""No series may outvote others by more than this, relative to the usual weight."""


def common_moves(peers: Integers, effects: Floats, weights: Floats) -> Floats:
    """Along the series; equal numbers in `peers` are one group. A group's median move leans on
    everybody's, and everybody's on none at all.
    """
    count = len(effects)
    if count < PEERS_MIN:
        return np.zeros(count)
    common = _weighted_median(effects, weights) * count / (count + PEERS_WEIGHT)
    by_group = np.argsort(peers, kind="stable")
    ends = np.flatnonzero(np.diff(peers[by_group], append=-1)) + 1
    moves, begin = np.full(count, common), 0
    for end in ends.tolist():
        own = by_group[begin:end]
        if len(own) >= PEERS_MIN:
            median = _weighted_median(effects[own], weights[own])
            moves[own] = (len(own) * median + PEERS_WEIGHT * common) / (len(own) + PEERS_WEIGHT)
        begin = end
    return moves


class WeekMoves(NamedTuple):
    """By week: what the usual cell does beside its own level, and how far cells differ in that."""

    moves: Floats
    variances: Floats
    """Beyond chance: large where a fee update reaches payers at different times, or by different
    amounts. Such a week says less about any one cell."""


def weekly_moves(means: Floats, claims: Floats, spreads: Floats) -> WeekMoves:
    """Of matrices by week and cell; `spreads` are the variances of single claims, by cell.

    Nothing where fewer than `PEERS_WEIGHT` cells can be asked.
    """
    moves = _moves(means, claims, _levels(means, claims))
    # Once more, so that a cell that is not there in all weeks is not measured from the wrong place.
    levels = _levels(means - moves[:, None], claims)
    moves = _moves(means, claims, levels)
    variances = np.zeros(len(means))
    for week, own in enumerate(claims):
        asked = own >= _WEEKLY_MIN
        squares = (means[week, asked] - moves[week] - levels[asked]) ** 2
        variances[week] = _beyond_chance(squares, spreads[asked] / own[asked])
    return WeekMoves(moves, variances)


def _levels(means: Floats, claims: Floats) -> Floats:
    total = claims.sum(axis=0)
    levels: Floats = (means * claims).sum(axis=0) / np.where(total > 0, total, 1.0)
    return levels


def _moves(means: Floats, claims: Floats, levels: Floats) -> Floats:
    found = np.zeros(len(means))
    for week, own in enumerate(claims):
        asked = own >= _WEEKLY_MIN
        if np.count_nonzero(asked) >= PEERS_WEIGHT:
            found[week] = _weighted_median((means[week] - levels)[asked], own[asked])
    return found


def _beyond_chance(squares: Floats, variances: Floats) -> float:
    """By moments; zero within one standard error, and no cell counts for more than three
    deviations: one that drifts moves no market.
    """
    if len(squares) < PEERS_WEIGHT:
        return 0.0
    excess = float((np.minimum(_FAR, squares / variances) - 1).sum()) - sqrt(2 * len(squares))
    return max(0.0, excess) / float((1 / variances).sum())


def _weighted_median(values: Floats, weights: Floats) -> float:
    in_order = np.lexsort((weights, values))
    capped = np.minimum(weights, _WEIGHT_CAP * np.median(weights))[in_order]
    reached = np.cumsum(capped)
    return float(values[in_order][np.searchsorted(reached, reached[-1] / 2)])


def numbered(names: Sequence[str]) -> Integers:
    """Equal names have equal numbers, from 0 on."""
    _, numbers = np.unique(np.array(names, dtype=np.str_), return_inverse=True)
    return numbers.astype(np.int64, copy=False)
