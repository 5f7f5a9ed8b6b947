"""After a gap: the weeks in which a payer works off what piled up while it was silent."""

import numpy as np

from upstream.domain.drift.counts import WEEK_DAYS
from upstream.domain.drift.life_table import LifeTable
from upstream.domain.drift.remittances import Gap, Rhythm
from upstream.domain.drift.weekly import Floats

_LEFT_OVER = 0.1
"""Part of what piled up that weighs nothing any more."""

_CHANCE = 2
"""Standard deviations by which a count strays without a reason."""


def charged_weeks(rhythm: Rhythm, table: LifeTable, usual: Floats) -> tuple[bool, ...]:
    """By week, whether it says anything about a payer's usual speed.

    In a gap nothing is decided and after it everything at once: neither is a speed, so the weeks
    from its beginning until the backlog is gone are left out together. A gap that is not made up
    for is how slowness begins, and counts. `table` is of all the payer's work as one cell, `usual`
    the share decided by age in weeks.
    """
    made_up_for = {
        week
        for gap in rhythm.gaps
        if gap.began < table.waited.shape[1]
        for week in _made_up_for(gap, table, usual)
    }
    return tuple(charged and week not in made_up_for for week, charged in enumerate(rhythm.charged))


def _made_up_for(gap: Gap, table: LifeTable, usual: Floats) -> range:
    """The gap's weeks and those that work it off; none while the backlog is not gone.

    What still waits at a week's end is held against what would wait had the payer gone on as
    usual. Who takes longer to catch up than the weeks that the gap touched is slow.
    """
    waited, decided = table.waited[:, :, 0], table.decided[:, :, 0]
    due = float((waited[:, gap.began] * usual).sum()) * gap.days / WEEK_DAYS
    gone = max(_LEFT_OVER * due, _CHANCE * due**0.5)
    left = np.zeros(len(usual))
    for week in range(gap.began, max(0, gap.ended - len(gap.weeks)) - 1, -1):
        came = waited[:, week] if week == gap.began else np.append(waited[0, week], left[:-1])
        left = came * (1 - usual)
        waits = int(waited[:, week].sum() - decided[:, week].sum())
        if week <= gap.ended and waits - float(left.sum()) <= gone:
            return range(week, gap.began + 1)
    return range(0)
