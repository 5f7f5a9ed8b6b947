"""What forms ask for: an empty field asks for nothing, a date is a day on the customer's clock."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from upstream.domain.messages import Refusal


class DateUnreadable(Refusal):
    """A date in an address is no date."""

    code = "request.date_unreadable"


class PlaceInListUnreadable(Refusal):
    """The address of a further page of a list was changed by hand."""

    code = "request.place_in_list_unreadable"


def day_of(text: str | None) -> date | None:
    """`2026-03-01`; None for an empty field. Raises DateUnreadable."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateUnreadable("A date is written YYYY-MM-DD.") from None


def midnight_of(text: str | None, zone: str) -> datetime | None:
    """When that day begins at the customer's. Raises DateUnreadable."""
    day = day_of(text)
    return None if day is None else datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))
