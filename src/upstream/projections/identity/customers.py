"""Which customers are there, in which tier, and how much goes on at each?"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import func, select

from upstream.application.customers import Customer, customers
from upstream.domain.settings.quotas import Tier
from upstream.infrastructure.database import Database
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import alerts_active
from upstream.projections.settings.settings_versions import settings_at
from upstream.projections.tables import standing
from upstream.projections.uploads.tables import uploads as u
from upstream.projections.uploads.upload_versions import uploads as upload_versions
from upstream.projections.view import View, Views

NEEDS = (upload_versions, *ALERTS)


class CustomerLine(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of running the platform: nothing of any claim, nothing a payer did."""

    customer: Customer
    tier: Tier
    last_upload_at: datetime | None
    alerts_active: int
    position: int


def customer_lines(database: Database, views: Views) -> Iterator[CustomerLine]:
    """All of them, by slug; each as its own read models stand."""
    for customer in customers(database):
        with views.at(customer.customer_id, needs=NEEDS) as view:
            yield _line(customer, view)


def _line(customer: Customer, view: View) -> CustomerLine:
    latest = select(func.max(u.c.received_at)).where(standing(u, view))
    return CustomerLine(
        customer=customer,
        tier=settings_at(view).settings.tier,
        last_upload_at=view.connection.execute(latest).scalar_one_or_none(),
        alerts_active=sum(alerts_active(view).values()),
        position=view.position,
    )
