"""The job of an upload: everything from judging the file to its last claim."""

import threading

from upstream.application.uploads import Intake, record
from upstream.infrastructure.jobs import Job
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of
from upstream.workers.loop import ShuttingDown


def record_upload(installation: Installation, job: Job, stopping: threading.Event) -> None:
    """Goes on where the log says, as often as it takes; stops between chunks when asked to."""
    intake = Intake(installation.log, installation.files, installation.settings.secret_key)

    def between_chunks() -> None:
        if stopping.is_set():
            raise ShuttingDown

    record(
        intake,
        context_of(job),
        job.subject_id,
        keep_lease=job.keep,
        between_chunks=between_chunks,
    )
