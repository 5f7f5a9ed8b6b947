"""Triangles and days of decision, whose places and claims come as one integer each."""

from upstream.domain.drift.counts import DecisionDays, Waiting
from upstream.projections.drift.counting import PLACE


def waiting(payer: str, cpt_group: str, packed: list[int]) -> Waiting:
    """A triangle whose places and claims came as one integer each, in no order."""
    packed.sort()
    places = [each // PLACE for each in packed]
    return Waiting(
        payer,
        cpt_group,
        [place // 65_536 for place in places],
        [place % 65_536 - 1 for place in places],
        [each % PLACE for each in packed],
    )


def decision_days(payer: str, packed: list[int]) -> list[DecisionDays]:
    """None where the payer decided nothing."""
    days = sorted(each for each in packed if each >= PLACE)
    if not days:
        return []
    return [DecisionDays(payer, [each // PLACE for each in days], [each % PLACE for each in days])]
