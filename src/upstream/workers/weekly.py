"""What the customers' calendars ask for: the weekly runs, customer by customer."""

from datetime import datetime
from zoneinfo import ZoneInfoNotFoundError

import msgspec
import structlog

from upstream.application.customers import customers
from upstream.application.drift.weekly import ask_for_weekly_runs
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import EventLog

_logger = structlog.get_logger()

_OF_ONE_CUSTOMER = (Refusal, ZoneInfoNotFoundError, msgspec.MsgspecError, ValueError)
"""A time zone nobody knows, settings nobody can read: trouble of one, and no reason for others to
wait. A database that is away is everybody's, and not among these."""


def ask_for_weeks(log: EventLog, now: datetime) -> int:
    """Ask for every customer's runs that are due at `now`; how many customers had any.

    Any number of schedulers may: the runs have names, and are asked for once.
    """
    due = 0
    for customer in customers(log.database):
        try:
            due += bool(ask_for_weekly_runs(log, customer, now))
        except _OF_ONE_CUSTOMER as error:
            _logger.warning(
                "weekly_run_not_asked",
                customer_id=str(customer.customer_id),
                error=type(error).__name__,
            )
    return due
