"""What moved all payers alike: a season, a yearly fee update. It is no drift of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

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


def common_moves(effects: Sequence[tuple[str, float, float]]) -> dict[str, float]:
    """By name of the peers; `effects` are `(peers, effect, weight)`. A group's median move leans on
    everybody's, and everybody's on none at all.
    """
    if len(effects) < PEERS_MIN:
        return {}
    by_peers: dict[str, list[tuple[float, float]]] = {}
    for peers, effect, weight in effects:
        by_peers.setdefault(peers, []).append((effect, weight))
    everything = [(effect, weight) for _, effect, weight in effects]
    common = _weighted_median(everything) * len(everything) / (len(everything) + PEERS_WEIGHT)
    return {
        peers: (len(own) * _weighted_median(own) + PEERS_WEIGHT * common)
        / (len(own) + PEERS_WEIGHT)
        if len(own) >= PEERS_MIN
        else common
        for peers, own in by_peers.items()
    }


@dataclass(frozen=True, slots=True)
class WeekMoves:
    """By week: what the usual cell does beside its own level, and how far cells differ in that."""

    moves: list[float]
    variances: list[float]
    """Beyond chance: large where a fee update reaches payers at different times, or by different
    amounts. Such a week says less about any one cell."""


def weekly_moves(
    means: Sequence[Sequence[tuple[float, float]]], spreads: Sequence[float], weeks: int
) -> WeekMoves:
    """`means` are `(mean, claims)` by week, `spreads` the variance of single claims, per cell.

    Nothing where fewer than `PEERS_WEIGHT` cells can be asked.
    """
    moves = _moves(means, [_level(own) for own in means], weeks)
    # Once more, so that a cell that is not there in all weeks is not measured from the wrong place.
    without = [
        [(mean - move, n) for (mean, n), move in zip(own, moves, strict=True)] for own in means
    ]
    levels = [_level(own) for own in without]
    moves = _moves(means, levels, weeks)
    variances = [
        _beyond_chance(
            [
                ((own[week][0] - moves[week] - level) ** 2, spread / own[week][1])
                for own, spread, level in zip(means, spreads, levels, strict=True)
                if own[week][1] >= _WEEKLY_MIN
            ]
        )
        for week in range(weeks)
    ]
    return WeekMoves(moves, variances)


def _level(own: Sequence[tuple[float, float]]) -> float:
    claims = sum([n for _, n in own])
    return sum([mean * n for mean, n in own]) / claims if claims else 0.0


def _moves(
    means: Sequence[Sequence[tuple[float, float]]], levels: Sequence[float], weeks: int
) -> list[float]:
    found = []
    for week in range(weeks):
        asked = [
            (own[week][0] - level, own[week][1])
            for own, level in zip(means, levels, strict=True)
            if own[week][1] >= _WEEKLY_MIN
        ]
        found.append(_weighted_median(asked) if len(asked) >= PEERS_WEIGHT else 0.0)
    return found


def _beyond_chance(distances: Sequence[tuple[float, float]]) -> float:
    """By moments, of `(squared distance, variance by chance)`; zero within one standard error, and
    no cell counts for more than three deviations: one that drifts moves no market.
    """
    if len(distances) < PEERS_WEIGHT:
        return 0.0
    excess = sum(min(_FAR, square / variance) - 1 for square, variance in distances)
    excess -= sqrt(2 * len(distances))
    return max(0.0, excess) / sum(1 / variance for _, variance in distances)


def _weighted_median(pairs: Sequence[tuple[float, float]]) -> float:
    in_order = sorted(pairs)
    cap = _WEIGHT_CAP * median(weight for _, weight in in_order)
    weights = [min(weight, cap) for _, weight in in_order]
    half = sum(weights) / 2
    reached = 0.0
    for (value, _), weight in zip(in_order, weights, strict=True):
        reached += weight
        if reached >= half:
            return value
    return in_order[-1][0]
