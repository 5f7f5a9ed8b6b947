"""A customer with two channels, a rule, and thousands of findings that wait to be told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg

from upstream.application.alerts.rules import create_rule, ensure_default_rule, switch_rule
from upstream.application.customers import open_customer
from upstream.application.deliveries.channels import open_channel
from upstream.application.folding import Folded
from upstream.cli.trial import Trial
from upstream.cli.trial.receivers import Letterbox
from upstream.domain.alerts.commands import CreateAlertRule
from upstream.domain.context import Context
from upstream.domain.deliveries.events import ChannelTerms
from upstream.domain.drift.commands import ObserveDrift
from upstream.domain.drift.detection import Drift, Key, Sample, Workings
from upstream.domain.drift.finding import decider as finding
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure.channel_secrets import ChannelSecrets
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog

_A_COMMIT: Final = 200


_ATTEMPTS: Final = (
    "SELECT stream_id, count(*) FROM events WHERE customer_id = %s AND tag IN"
    " ('deliveries.attempted.v1', 'deliveries.made.v1', 'deliveries.dead_lettered.v1')"
    " GROUP BY stream_id"
)
_REQUESTED: Final = "SELECT count(*) FROM events WHERE customer_id = %s AND tag = %s"


@dataclass
class Desk:
    """`killed_with`: messages that had been sent and not noted when a worker was killed."""

    database: Database
    admin: "psycopg.Connection[tuple[Any, ...]]"
    customer_id: CustomerId
    mail_channel: UUID
    hook_channel: UUID
    killed_with: int = 0

    def requested(self) -> int:
        found = self.admin.execute(_REQUESTED, [self.customer_id, "deliveries.requested.v1"])
        return int(next(iter(found))[0])

    def noted(self) -> dict[UUID, int]:
        """How many attempts the log knows, by delivery."""
        return dict(self.admin.execute(_ATTEMPTS, [self.customer_id]).fetchall())

    def sent_and_not_noted(self, mail: Letterbox, hook: Letterbox) -> int:
        noted = self.noted()
        return sum(
            count > noted.get(delivery_of(message_id), 0)
            for box in (mail, hook)
            for message_id, count in box.attempts.items()
        )


def delivery_of(message_id: str) -> UUID:
    """`<uuid@host>` or `msg_` and the hexadecimal digits: either names the delivery."""
    return UUID(message_id.strip("<>").partition("@")[0].removeprefix("msg_"))


def set_up(trial: Trial, hook_address: str, alerts: int) -> Desk:
    """Everything but the work itself."""
    database = Database(trial.settings.database_url)
    trial.at_end(database.close)
    log = EventLog(database)
    customer = open_customer(database, slug="riverside", name="Riverside")
    secrets = ChannelSecrets(trial.settings.secret_key)
    context = _context(customer.customer_id, "bench.set_up")
    mail = ChannelTerms(kind="email", name="Desk", recipients=("desk@riverside.example",))
    hook = ChannelTerms(kind="webhook", name="Queue", address=hook_address)
    by_mail = open_channel(log, secrets, context, mail).answer.id
    by_hook = open_channel(log, secrets, context, hook).answer.id
    switch_rule(log, context, ensure_default_rule(log, context), on=False)
    rule = CreateAlertRule(
        name="Everything",
        severity_min_bps=0,
        confidence_min_bps=0,
        at_risk_min_cents=0,
        channels=(by_mail, by_hook),
    )
    create_rule(log, context, rule)
    for first in range(0, alerts, _A_COMMIT):
        numbers = range(first, min(first + _A_COMMIT, alerts))
        _observe(log, customer.customer_id, numbers)
    admin = trial.administer()
    trial.at_end(admin.close)
    return Desk(database, admin, customer.customer_id, by_mail, by_hook)


def _observe(log: EventLog, customer_id: CustomerId, numbers: range) -> None:
    run_id = uuid4()
    streams = []
    for number in numbers:
        seen = _drift(number)
        stream_id = stream_of(customer_id, finding.kind, seen.natural_key)
        command = ObserveDrift(run_id=run_id, drift=seen, reported=True)
        streams.append(Folded(stream_id, 0).then(*finding.decide(command, finding.initial)))
    log.append(_context(customer_id, "drift.run"), *streams)


def _drift(number: int) -> Drift:
    until = date(2026, 3, 31)
    begins = until - timedelta(days=14)
    return Drift(
        product="driftwatch",
        kind="denial_rate",
        key=Key(f"Payer {number:05}", "Radiology"),
        unit="basis_points",
        baseline_value=1_000,
        current_value=2_400,
        baseline=Sample(from_on=begins - timedelta(days=90), to_on=begins, claims=1_300),
        current=Sample(from_on=begins, to_on=until, claims=202),
        severity_bps=5_500,
        confidence_bps=9_900,
        p_value="1e-08",
        at_risk_cents=620_000,
        explanation=f"Payer {number:05} Radiology: the denial rate rose from 10.0 % to 24.0 %.",
        workings=Workings(z="5.7", q_value="1e-06", weekly_swing="0.05", null_scale="1", tests=90),
    )


def _context(customer_id: CustomerId, command: str) -> Context:
    return Context(
        customer_id=customer_id,
        actor="system:bench",
        command=command,
        now=datetime.now(UTC),
        correlation_id=uuid4(),
    )
