"""The days of a claim: when the payer got it, when it was decided, when the patient was served."""

from datetime import date, timedelta
from typing import Final

from upstream.application.readers.fhir.json_stream import Resource
from upstream.application.readers.fhir.navigating import codes, day, many, one, said
from upstream.domain.claims.dates import EARLIEST
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.outcomes import DELAY_DAYS_MAX

_RECEIVED: Final = "clmrecvddate"


def submitted_on_of(resource: Resource) -> date | None:
    """When the payer received it; else, of a claim, when it was made; else the last service."""
    for info in many(resource, "supportingInfo"):
        if any(code == _RECEIVED for _, code in codes(info.get("category"))):
            received = day(said(info, "timingDate"))
            if received is not None:
                return received
    period = one(resource, "billablePeriod")
    made = said(resource, "created") if said(resource, "resourceType") == "Claim" else None
    served = day(said(period, "end")) or day(said(period, "start"))
    return day(made) or served or _last_day_of_lines(resource) or day(said(resource, "created"))


def decided_on_of(resource: Resource, submitted_on: date | None) -> date | None:
    """The payment's day; else the explanation's own, where it is one that a decision can have:
    many servers put there when they made the resource.
    """
    paid_on = day(said(resource, "payment", "date"))
    made_on = day(said(resource, "created"))
    if paid_on is not None or made_on is None or submitted_on is None:
        return paid_on
    return made_on if 0 <= (made_on - submitted_on).days <= DELAY_DAYS_MAX else None


def service_on_of(resource: Resource) -> date | None:
    days = [
        day(said(item, "servicedDate")) or day(said(item, "servicedPeriod", "start"))
        for item in many(resource, "item")
    ]
    return day(said(resource, "billablePeriod", "start")) or min(filter(None, days), default=None)


def _last_day_of_lines(resource: Resource) -> date | None:
    days = [
        day(said(item, "servicedDate")) or day(said(item, "servicedPeriod", "end"))
        for item in many(resource, "item")
    ]
    return max(filter(None, days), default=None)


def day_fault(column: str, found: date | None, today: date) -> Fault | None:
    if found is None:
        return Fault(column, "row.missing")
    if found < EARLIEST:
        return Fault(column, "row.date_out_of_range")
    is_future = found > today + timedelta(days=1)
    return Fault(column, "row.date_in_future") if is_future else None
