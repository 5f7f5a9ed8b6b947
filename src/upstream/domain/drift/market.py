"""What moved all payers alike: a season, a yearly fee update. It is no drift of one of them."""

from collections.abc import Sequence
from statistics import median

PEERS_MIN = 4
"""Fewer series cannot tell what the market does from what one payer does."""

PEERS_WEIGHT = 12
"""Series that everybody's common move weighs beside that of one group."""

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


def _weighted_median(pairs: Sequence[tuple[float, float]]) -> float:
    in_order = sorted(pairs)
    cap = _WEIGHT_CAP * median(weight for _, weight in in_order)
    half = sum(min(cap, weight) for _, weight in in_order) / 2
    reached = 0.0
    for value, weight in in_order:
        reached += min(cap, weight)
        if reached >= half:
            return value
    return in_order[-1][0]
