"""The job of a withdrawal: everything an upload said is taken out of its claims."""

import threading

from upstream.application.uploads.withdrawing import take_out
from upstream.infrastructure.jobs import Job
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of
from upstream.workers.loop import ShuttingDown


def withdraw_upload(installation: Installation, job: Job, stopping: threading.Event) -> None:
    """Goes on where the log says; stops between chunks when asked to."""

    def between_chunks() -> None:
        if stopping.is_set():
            raise ShuttingDown

    take_out(
        installation.log,
        context_of(job),
        job.subject_id,
        keep_lease=job.keep,
        between_chunks=between_chunks,
    )
