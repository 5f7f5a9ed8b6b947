"""Where a figure leads: the claims of its numerator, at the same moment and of the same days."""

from datetime import date, timedelta

from upstream.api.pages.rendering import address
from upstream.api.ranges import Days
from upstream.domain.forecast.months import first_day, month_of


def leads_to(claims: str, as_of: str | None, days: Days, payer: str | None) -> dict[str, str]:
    """By the figure's key; figures that no filter of the list describes lead nowhere."""
    since, until = str(days.since), str(days.until)
    submitted = {"submitted_from": since, "submitted_to": until}
    first = {"first_decided_from": since, "first_decided_to": until}
    decided = {"decided_from": since, "decided_to": until}
    asked = {
        "initial_denial_rate": {"first_outcome": "DENIED", **submitted},
        "initial_denial_rate_charges": {"first_outcome": "DENIED", **submitted},
        "denial_write_offs": {"stage": "written_off", **decided},
        "days_to_resolution": {"first_outcome": "DENIED", "outcome": "PAID", **decided},
        "overturn_rate": {"first_outcome": "DENIED", "outcome": "PAID", **first},
        "first_decision_denial_rate": {"first_outcome": "DENIED", **first},
        "final_denial_rate": {"outcome": "DENIED", **decided},
        "days_in_ar": {"outcome": "PENDING", "submitted_to": until},
        "ar_over_90": {"outcome": "PENDING", "submitted_to": str(_days_before(days.until, 90))},
    }
    return {
        key: address(claims, {"as_of": as_of, "payer": payer, **filters})
        for key, filters in asked.items()
    }


def days_of_month(name: str) -> dict[str, str]:
    """The filter of the claims that a trend counts in that month (`2026-03`)."""
    month = month_of(date.fromisoformat(f"{name}-01"))
    return {"dated_from": str(first_day(month)), "dated_to": str(first_day(month + 1))}


def month_lead(path: str, as_of: str | None, name: str, payer: str | None) -> str:
    """The same page about one month (`2026-03`)."""
    month = month_of(date.fromisoformat(f"{name}-01"))
    days = {"from": str(first_day(month)), "to": str(first_day(month + 1))}
    return address(path, {"as_of": as_of, "payer": payer, **days})


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)
