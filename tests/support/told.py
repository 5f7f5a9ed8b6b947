"""An installation that tells people, receivers beside it; jobs are done in the test's thread."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tests.support.claim_log import context_of
from tests.support.drifts import drift
from tests.support.taking_in import SECRET

from upstream.application.alerts.rules import create_rule
from upstream.application.deliveries.channels import open_channel
from upstream.application.transact import transact
from upstream.cli.trial.receivers import ShakyHook, ShakyMailServer
from upstream.domain.alerts.commands import CreateAlertRule
from upstream.domain.deliveries.events import ChannelTerms
from upstream.domain.drift.commands import ObserveDrift
from upstream.domain.drift.detection import Key
from upstream.domain.drift.finding import decider as finding
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.infrastructure import outbox
from upstream.infrastructure.channel_secrets import ChannelSecrets
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.jobs import send_due
from upstream.infrastructure.settings import Settings, read_settings
from upstream.projections.catalogue import PROJECTIONS, REACTIONS
from upstream.projections.deliveries.list_deliveries import (
    NEEDS,
    DeliveryFilter,
    DeliveryRow,
    list_deliveries,
)
from upstream.projections.runner import catch_up
from upstream.workers.installation import Installation
from upstream.workers.sweeping import SEND
from upstream.workers.worker import do

WAITS = "0.02,2,0.2,8"


def telling_settings(
    url: str, data: Path, mail: ShakyMailServer | None, *, waits: str = WAITS
) -> Settings:
    return read_settings(environment(url, data, mail, waits=waits))


def environment(
    url: str, data: Path, mail: ShakyMailServer | None, *, waits: str = WAITS
) -> dict[str, str]:
    """The UPSTREAM_ variables, for a process of its own."""
    told = {
        "UPSTREAM_DATABASE_URL": url,
        "UPSTREAM_REDIS_URL": "redis://127.0.0.1:1/0",
        "UPSTREAM_SECRET_KEY": SECRET,
        "UPSTREAM_DATA": str(data),
        "UPSTREAM_PUBLIC_URL": "https://upstream.example/",
        "UPSTREAM_OUTBOUND_ALLOW": "127.0.0.0/8",
        "UPSTREAM_DELIVERY_WAITS": waits,
    }
    if mail is not None:
        told["UPSTREAM_SMTP_URL"] = f"smtp://127.0.0.1:{mail.port}"
        told["UPSTREAM_MAIL_FROM"] = "upstream@riverside.example"
    return told


@dataclass(frozen=True)
class Teller:
    """One customer with channels; `work` does what all the processes would do."""

    installation: Installation
    customer_id: CustomerId

    @property
    def secrets(self) -> ChannelSecrets:
        return ChannelSecrets(self.installation.settings.secret_key)

    def open(self, terms: ChannelTerms, *, slack: str | None = None) -> tuple[UUID, str | None]:
        opening = open_channel(
            self.installation.log,
            self.secrets,
            context_of(self.customer_id, command="deliveries.open_channel"),
            terms,
            slack_address=slack,
        )
        return opening.answer.id, opening.secret

    def mail_channel(self) -> UUID:
        terms = ChannelTerms(kind="email", name="Desk", recipients=("desk@riverside.example",))
        return self.open(terms)[0]

    def hook_channel(self, hook: ShakyHook) -> UUID:
        return self.open(ChannelTerms(kind="webhook", name="Queue", address=hook.address))[0]

    def rule(self, *channels: UUID, **special: object) -> UUID:
        command = CreateAlertRule(
            name="Tell us",
            severity_min_bps=4_000,
            confidence_min_bps=0,
            at_risk_min_cents=0,
            channels=channels,
            **special,  # type: ignore[arg-type]
        )
        return create_rule(self.installation.log, context_of(self.customer_id), command).id

    def observe(self, number: int, *, severity_bps: int = 5_500) -> UUID:
        """The `number`-th payer drifts; the finding's id."""
        seen = drift(key=Key(f"Payer {number:04}", "Radiology"), severity_bps=severity_bps)
        finding_id = stream_of(self.customer_id, finding.kind, seen.natural_key)
        command = ObserveDrift(run_id=UUID(int=1), drift=seen, reported=True)
        context = context_of(self.customer_id, command="drift.run")
        transact(self.installation.log, finding, finding_id, command, context)
        return finding_id

    def react(self) -> None:
        database = Database(self.installation.settings.database_url, role=PROJECTOR, pool_size=2)
        catch_up(database, (*PROJECTIONS, *REACTIONS))
        database.close()

    def work(self, *, until_empty: bool = True, seconds_max: float = 60.0) -> None:
        """Until nothing is left in the queue, waiting where the next attempt is not due yet."""
        deadline = time.monotonic() + seconds_max
        while True:
            self._do_all()
            if not until_empty or outbox.waiting(self.installation.database) == 0:
                return
            assert time.monotonic() < deadline, "messages are left in the queue"
            time.sleep(0.01)

    def _do_all(self) -> None:
        due: list[UUID] = []

        def collect(_: str, job_id: UUID) -> None:
            return due.append(job_id)

        while True:
            self.react()
            outbox.ask_for_senders(self.installation.database, SEND)
            send_due(self.installation.database, collect)
            if not due:
                return
            for job_id in due:
                do(self.installation, job_id, threading.Event())
            due.clear()

    def deliveries(self, **wanted: object) -> list[DeliveryRow]:
        filter_ = DeliveryFilter(**wanted)  # type: ignore[arg-type]
        with self.installation.views.at(self.customer_id, needs=NEEDS) as view:
            return list_deliveries(view, filter_, limit=10_000).items
