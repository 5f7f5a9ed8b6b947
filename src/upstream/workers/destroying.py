"""The job of a file whose time in quarantine is up."""

import threading
from contextlib import suppress

from upstream.application.uploads.releasing import destroy_held
from upstream.domain.uploads.refusals import NotQuarantined
from upstream.infrastructure.jobs import Job
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of


def destroy_file(installation: Installation, job: Job, _: threading.Event) -> None:
    with suppress(NotQuarantined):
        destroy_held(
            installation.log,
            installation.files,
            context_of(job),
            job.subject_id,
            keep_lease=job.keep,
        )
