"""How long an alert may be kept quiet by hand."""

from datetime import datetime, timedelta
from typing import Final

from upstream.domain.alerts.refusals import SnoozeOver, SnoozeTooLong

SNOOZE_MAX: Final = timedelta(days=90)
"""What should be quiet for longer is not snoozed but resolved."""


def checked_end(until: datetime, now: datetime) -> datetime:
    """The end of a snooze. Raises `SnoozeOver`, `SnoozeTooLong`."""
    if until.tzinfo is None or until <= now:
        raise SnoozeOver("a snooze ends in the future")
    if until - now > SNOOZE_MAX:
        raise SnoozeTooLong("resolve what should stay quiet for so long", days_max=SNOOZE_MAX.days)
    return until
