"""The jobs that tell people: send what is due through a channel, escalate an alert."""

import threading
import time

from upstream.application.alerts.escalating import escalate_alert
from upstream.application.customers import find_customer
from upstream.application.deliveries.carrying import Carrier
from upstream.application.deliveries.sending import send_some
from upstream.infrastructure.channel_secrets import ChannelSecrets
from upstream.infrastructure.jobs import Job
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of

TURN_SECONDS = 20.0
"""Then the slot is somebody else's; what is left is asked for again within a second."""


def send_messages(installation: Installation, job: Job, stopping: threading.Event) -> None:
    """`job.subject_id` is the channel."""
    settings = installation.settings
    customer = find_customer(installation.database, job.customer_id)
    secrets = ChannelSecrets(settings.secret_key)
    carrier = Carrier(installation.database, secrets, settings.outbound, customer)
    deadline = time.monotonic() + TURN_SECONDS
    while time.monotonic() < deadline and not stopping.is_set():
        taken = send_some(
            installation.log,
            context_of(job),
            carrier,
            job.subject_id,
            settings.outbound.patience,
            along=job.keep,
        )
        if not taken:
            return


def escalate(installation: Installation, job: Job, _: threading.Event) -> None:
    """`job.subject_id` is the alert."""
    escalate_alert(installation.log, context_of(job), job.subject_id, along=job.keep)
