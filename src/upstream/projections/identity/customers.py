"""Which customers are there, in which tier, and how much goes on at each?"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from sqlalchemy import func, select

from upstream.application.customers import Customer
from upstream.domain.settings.quotas import Tier
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import alerts_active
from upstream.projections.settings.settings_versions import settings_at
from upstream.projections.tables import standing
from upstream.projections.uploads.tables import uploads as u
from upstream.projections.uploads.upload_versions import uploads as upload_versions
from upstream.projections.view import ProjectionParked, View, Views

NEEDS = (upload_versions, *ALERTS)


class CustomerLine(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of running the platform: nothing of any claim, nothing a payer did.

    Where one of the customer's read models is `parked`, there are no figures.
    """

    customer: Customer
    parked: bool = False
    tier: Tier | None = None
    last_upload_at: datetime | None = None
    alerts_active: int | None = None
    position: int | None = None


def customer_lines(views: Views, wanted: Iterable[Customer]) -> Iterator[CustomerLine]:
    """In the same order; each as its own read models stand."""
    for customer in wanted:
        try:
            with views.at(customer.customer_id, needs=NEEDS) as view:
                line = _line(customer, view)
        except ProjectionParked:
            line = CustomerLine(customer=customer, parked=True)
        yield line


def _line(customer: Customer, view: View) -> CustomerLine:
    latest = select(func.max(u.c.received_at)).where(standing(u, view))
    return CustomerLine(
        customer=customer,
        tier=settings_at(view).settings.tier,
        last_upload_at=view.connection.execute(latest).scalar_one_or_none(),
        alerts_active=sum(alerts_active(view).values()),
        position=view.position,
    )
