"""What the clock asks for: senders of what is due, escalation of what nobody acknowledged, weekly
runs, an end of files that were held back long enough, and of sessions that are over.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid5

from sqlalchemy import text

from upstream.application.customers import customers
from upstream.domain.units import CustomerId
from upstream.infrastructure import outbox
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.session_sweep import sweep_sessions
from upstream.projections.alerts.escalations import overdue
from upstream.projections.uploads.quarantine import held_since
from upstream.workers.weekly import ask_for_weeks

SEND: Final = "deliveries.send"
ESCALATE: Final = "alerts.escalate"
DESTROY: Final = "uploads.destroy"
ESCALATION_SECONDS: Final = 20.0
"""Rules count in minutes, quarantine in days."""

_ASK = text(
    "INSERT INTO jobs (job_id, customer_id, kind, subject_id)"
    " VALUES (:job_id, :customer_id, :kind, :subject_id) ON CONFLICT (job_id) DO NOTHING"
)


class Sweep:
    """What the scheduler does every second or so; any number of schedulers may."""

    def __init__(self, database: Database, quarantine: timedelta) -> None:
        self._database = database
        self._log = EventLog(database)
        self._quarantine = quarantine
        self._escalated_at = -ESCALATION_SECONDS

    def __call__(self) -> None:
        outbox.ask_for_senders(self._database, SEND)
        if time.monotonic() - self._escalated_at >= ESCALATION_SECONDS:
            now = datetime.now(UTC)
            ask_for_escalations(self._database, now)
            ask_for_destructions(self._database, now - self._quarantine)
            ask_for_weeks(self._log, now)
            with self._database.control() as connection:
                sweep_sessions(connection)
            self._escalated_at = time.monotonic()


def ask_for_escalations(database: Database, now: datetime) -> int:
    """One job for each alert that is overdue, of all customers; how many."""
    return sum(_escalations(database, each.customer_id, now) for each in customers(database))


def _escalations(database: Database, customer_id: CustomerId, now: datetime) -> int:
    with database.customer(customer_id) as connection:
        due = overdue(connection, customer_id, now)
        for alert_id in due:
            # One job a minute at most: the alert itself knows whether it has escalated.
            job_id = uuid5(alert_id, f"{ESCALATE}\x1f{now:%Y-%m-%dT%H:%M}")
            row = {"job_id": job_id, "customer_id": customer_id, "subject_id": alert_id}
            connection.execute(_ASK, {**row, "kind": ESCALATE})
    return len(due)


def ask_for_destructions(database: Database, held_before: datetime) -> int:
    """One job for each file in quarantine since then, of all customers; how many files."""
    return sum(
        _destructions(database, each.customer_id, held_before) for each in customers(database)
    )


def _destructions(database: Database, customer_id: CustomerId, held_before: datetime) -> int:
    with database.customer(customer_id) as connection:
        due = held_since(connection, customer_id, held_before)
        for upload_id in due:
            job_id = uuid5(upload_id, DESTROY)
            row = {"job_id": job_id, "customer_id": customer_id, "subject_id": upload_id}
            connection.execute(_ASK, {**row, "kind": DESTROY})
    return len(due)
