"""Which day is it for the customer at the moment that is looked at?"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from upstream.projections.moments import AtInstant, AtPosition, Moment
from upstream.projections.view import View


def today_at(view: View, as_of: Moment | None, *, time_zone: str) -> date:
    """An instant's own day; a position's is the day it was recorded on; otherwise today."""
    now = datetime.now(UTC)
    match as_of:
        case AtInstant(instant=instant):
            now = min(instant, now)
        case AtPosition():
            now = view.recorded_at() or now
        case None:
            pass
    return now.astimezone(ZoneInfo(time_zone)).date()
