"""The job of quality: assess an upload that has come to its end."""

import threading

from upstream.application.quality.assessing import assess_upload
from upstream.infrastructure.jobs import Job
from upstream.projections.quality.history import history_through
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of


def assess_quality(installation: Installation, job: Job, _: threading.Event) -> None:
    """`job.subject_id` is the upload."""
    assess_upload(
        installation.log,
        context_of(job),
        job.subject_id,
        history_through(installation.views),
        along=job.keep,
    )
