"""What moved all payers alike: a season, a yearly fee update. It is no drift of one of them."""

from collections.abc import Sequence
from statistics import median

PEERS_MIN = 4
"""Fewer series cannot tell what the market does from what one payer does."""

PEERS_WEIGHT = 12
"""Series that everybody's common move weighs beside that of one group."""

_WEEKLY_MIN = 3
"""Claims of a week below which a cell's mean is not asked."""

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


def weekly_moves(means: Sequence[Sequence[tuple[float, float]]], weeks: int) -> list[float]:
    """By week, what the usual cell does beside its own level; `means` are `(mean, claims)` by week.

    Nothing where fewer than `PEERS_WEIGHT` cells can be asked.
    """
    levels = []
    for own in means:
        claims = sum(n for _, n in own)
        levels.append(sum(mean * n for mean, n in own) / claims if claims else 0.0)
    moves = []
    for week in range(weeks):
        asked = [
            (own[week][0] - level, own[week][1])
            for own, level in zip(means, levels, strict=True)
            if own[week][1] >= _WEEKLY_MIN
        ]
        moves.append(_weighted_median(asked) if len(asked) >= PEERS_WEIGHT else 0.0)
    return moves


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
