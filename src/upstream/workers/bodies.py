"""Which work each kind of job is."""

import threading
from collections.abc import Callable, Mapping
from typing import TypeAlias

from upstream.infrastructure.jobs import Job
from upstream.workers.destroying import destroy_file
from upstream.workers.detection import carry_out_backfill, carry_out_run, tell_about_finding
from upstream.workers.installation import Installation
from upstream.workers.quality import assess_quality
from upstream.workers.recording import record_upload
from upstream.workers.telling import escalate, send_messages
from upstream.workers.withdrawing import withdraw_upload

Body: TypeAlias = Callable[[Installation, Job, threading.Event], None]

BODIES: Mapping[str, Body] = {
    "uploads.record": record_upload,
    "quality.assess": assess_quality,
    "uploads.withdraw": withdraw_upload,
    "uploads.destroy": destroy_file,
    "drift.run": carry_out_run,
    "drift.backfill": carry_out_backfill,
    "alerts.evaluate": tell_about_finding,
    "alerts.escalate": escalate,
    "deliveries.send": send_messages,
}
