"""What the commands of detection share: days as they are typed, and who asks."""

from datetime import UTC, date, datetime
from getpass import getuser
from uuid import UUID, uuid4

import rich_click as click

from upstream.application.customers import Customer
from upstream.domain.context import Context


def day_of(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as nonsense:
        raise click.BadParameter("a day is YYYY-MM-DD", param_hint=option) from nonsense


def context_of(customer: Customer, command: str, *, correlation_id: UUID | None = None) -> Context:
    return Context(
        customer_id=customer.customer_id,
        actor=f"cli:{getuser()}",
        command=command,
        now=datetime.now(UTC),
        correlation_id=correlation_id or uuid4(),
    )
