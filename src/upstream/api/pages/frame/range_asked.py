"""The days a page of figures is about, as its form sends them."""

from datetime import date
from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from upstream.api.pages.frame.asked_on_pages import day_of
from upstream.api.pages.frame.visits import Visit
from upstream.api.ranges import Days, days_asked
from upstream.projections.view import View

_Day = Annotated[str | None, QueryParameter(name="from", max_length=20)]
_DayAfter = Annotated[str | None, QueryParameter(name="to", max_length=20)]


class RangeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is empty asks for the last 90 days."""

    since: _Day = None
    until: _DayAfter = None

    @property
    def kept(self) -> dict[str, str | None]:
        """As an address carries it."""
        return {"from": self.since, "to": self.until}


def range_asked(view: View, visit: Visit, form: RangeForm) -> Days:
    """Raises DateUnreadable, RangeEmpty."""
    since: date | None = day_of(form.since)
    return days_asked(view, visit.zone, since, day_of(form.until))
