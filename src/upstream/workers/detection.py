"""The jobs of detection: carry out a run; tell about a finding that was seen."""

import threading
from datetime import UTC, datetime

from upstream.application.alerts import evaluate_finding
from upstream.application.drift import perform_run
from upstream.domain.context import Context
from upstream.infrastructure.jobs import Job
from upstream.projections.drift.cells import cells_through
from upstream.workers.installation import Installation


def carry_out_run(installation: Installation, job: Job, _: threading.Event) -> None:
    """`job.subject_id` is the run."""
    perform_run(
        installation.log,
        _context(job),
        job.subject_id,
        cells_through(installation.views),
        along=job.keep,
    )


def tell_about_finding(installation: Installation, job: Job, _: threading.Event) -> None:
    """`job.subject_id` is the finding."""
    evaluate_finding(installation.log, _context(job), job.subject_id, along=job.keep)


def _context(job: Job) -> Context:
    return Context(
        customer_id=job.customer_id,
        actor="system:worker",
        command=job.kind,
        now=datetime.now(UTC),
        correlation_id=job.job_id,
        causation_id=job.subject_id,
    )
