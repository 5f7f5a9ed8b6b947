"""Which days a question is about: `[from, to)`, the last 90 before the moment shown by default."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from litestar.params import QueryParameter

from upstream.domain.messages import Refusal
from upstream.projections.view import View

DAYS_SHOWN = 90

From = Annotated[
    date | None,
    QueryParameter(
        name="from", description="First day; default: 90 days before the last of the range."
    ),
]
To = Annotated[
    date | None,
    QueryParameter(
        name="to",
        description="The day after the last; default: the day after the moment shown.",
    ),
]


class RangeEmpty(Refusal):
    """`from` is not before `to`: there is no day in between."""

    code = "request.range_empty"


class Days(NamedTuple):
    """`since` is the first day, `until` the day after the last."""

    since: date
    until: date

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)


def shown_on(view: View, time_zone: str) -> date:
    """The date of the moment shown, at the customer's; today's before the first event."""
    recorded_at = view.recorded_at() or datetime.now(UTC)
    return recorded_at.astimezone(ZoneInfo(time_zone)).date()


def days_asked(view: View, time_zone: str, since: date | None, until: date | None) -> Days:
    """Relative to the moment shown, so that the same question keeps its answer.

    Raises RangeEmpty.
    """
    end = until or shown_on(view, time_zone) + timedelta(days=1)
    try:
        begin = since or end - timedelta(days=DAYS_SHOWN)
    except OverflowError:
        begin = date.min
    if begin >= end:
        raise RangeEmpty("`from` must be before `to`; the day named by `to` is not in the range.")
    return Days(begin, end)
