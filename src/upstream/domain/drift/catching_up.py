"""After a gap: the weeks in which a payer still works off what piled up while it was silent."""

from collections.abc import Sequence
from operator import mul

from upstream.domain.drift.counts import WEEK_DAYS
from upstream.domain.drift.life_table import LifeTable
from upstream.domain.drift.remittances import Gap, Rhythm

_LEFT_OVER = 0.1
"""Part of what piled up that weighs nothing any more."""

_CHANCE = 2
"""Standard deviations by which a count strays without a reason."""


def charged_weeks(rhythm: Rhythm, table: LifeTable, usual: Sequence[float]) -> tuple[bool, ...]:
    """By week, whether it says anything about a payer's usual speed.

    Neither a gap that is over does, nor the weeks after it until the backlog is gone: nothing and
    then everything was decided in them. `table` is of all the payer's work, `usual` the share
    decided by age in weeks.
    """
    catching_up = {
        week
        for gap in rhythm.gaps
        if gap.began < len(table.waited)
        for week in _catching_up(gap, table, usual)
    }
    return tuple(charged and week not in catching_up for week, charged in enumerate(rhythm.charged))


def _catching_up(gap: Gap, table: LifeTable, usual: Sequence[float]) -> list[int]:
    """What waits is held against what would wait had the payer gone on as usual.

    For no more weeks than the gap itself touched: who takes longer than that is slow.
    """
    due = sum(map(mul, table.waited[gap.began], usual)) * gap.days / WEEK_DAYS
    gone = max(_LEFT_OVER * due, _CHANCE * due**0.5)
    as_usual = [float(claims) for claims in table.waited[gap.began]]
    found: list[int] = []
    for week in range(gap.began - 1, max(0, gap.ended - len(gap.weeks)) - 1, -1):
        later = [left * (1 - share) for left, share in zip(as_usual, usual, strict=True)]
        as_usual = [float(table.waited[week][0]), *later[:-1]]
        if week < gap.ended:
            if sum(table.waited[week]) - sum(as_usual) <= gone:
                break
            found.append(week)
    return found
