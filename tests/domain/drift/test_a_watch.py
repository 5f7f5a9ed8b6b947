"""A watch moves forward, or stays."""

from datetime import date, timedelta
from uuid import UUID

from upstream.domain.drift.commands import AdvanceWatch
from upstream.domain.drift.events import WatchAdvanced
from upstream.domain.drift.watch import decider

DAY = date(2026, 3, 31)
FIRST, SECOND = UUID(int=1), UUID(int=2)
ADVANCED = WatchAdvanced(run_id=FIRST, until=DAY)


def test_the_first_look_starts_it() -> None:
    assert decider.decide(AdvanceWatch(run_id=FIRST, until=DAY), decider.initial) == (ADVANCED,)


def test_a_later_or_equal_day_moves_it() -> None:
    watch = decider.fold([ADVANCED])
    for until in (DAY, DAY + timedelta(days=1)):
        news = decider.decide(AdvanceWatch(run_id=SECOND, until=until), watch)
        assert news == (WatchAdvanced(run_id=SECOND, until=until),)


def test_an_earlier_day_or_the_same_run_moves_nothing() -> None:
    watch = decider.fold([ADVANCED])
    earlier = AdvanceWatch(run_id=SECOND, until=DAY - timedelta(days=1))
    assert decider.decide(earlier, watch) == ()
    assert decider.decide(AdvanceWatch(run_id=FIRST, until=DAY), watch) == ()
