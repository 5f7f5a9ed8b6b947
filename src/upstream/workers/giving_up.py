"""What a job's last attempt does: say in the log that it failed, so that nobody waits for it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeAlias

from upstream.application.drift import fail_run
from upstream.application.drift.backfilling import fail_backfill
from upstream.application.transact import transact
from upstream.domain.messages import Refusal
from upstream.domain.uploads.commands import FailRecording
from upstream.domain.uploads.upload import decider as upload
from upstream.domain.uploads.withdrawal import StallWithdrawal
from upstream.infrastructure.jobs import Job
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of

GiveUp: TypeAlias = Callable[[Installation, Job], None]


def fail_upload(installation: Installation, job: Job) -> None:
    command = FailRecording(failure="upload.given_up")
    with suppress(Refusal):  # it has ended already
        transact(installation.log, upload, job.subject_id, command, context_of(job), along=job.keep)


def stall_withdrawal(installation: Installation, job: Job) -> None:
    command = StallWithdrawal(code="upload.given_up")
    with suppress(Refusal):  # it is over already
        transact(installation.log, upload, job.subject_id, command, context_of(job), along=job.keep)


def fail_detection(installation: Installation, job: Job) -> None:
    with suppress(Refusal):  # it is over already
        fail_run(installation.log, context_of(job), job.subject_id, code="drift.given_up")


def stop_backfill(installation: Installation, job: Job) -> None:
    with suppress(Refusal):  # it is over already
        fail_backfill(installation.log, context_of(job), job.subject_id, code="drift.given_up")


def say_nothing(_: Installation, __: Job) -> None:
    """Evaluating or assessing changes nothing by failing; the parked job is what one sees."""


GIVE_UP: Mapping[str, GiveUp] = {
    "uploads.record": fail_upload,
    "quality.assess": say_nothing,
    "uploads.withdraw": stall_withdrawal,
    "uploads.destroy": say_nothing,
    "drift.run": fail_detection,
    "drift.backfill": stop_backfill,
    "alerts.evaluate": say_nothing,
    "alerts.escalate": say_nothing,
    "deliveries.send": say_nothing,
}
