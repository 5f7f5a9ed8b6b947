"""The jobs of detection: carry out a run; tell about a finding that was seen."""

import threading

from upstream.application.alerts import evaluate_finding
from upstream.application.customers import find_customer
from upstream.application.drift import perform_run
from upstream.infrastructure.jobs import Job
from upstream.projections.drift.cells import counts_through
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of


def carry_out_run(installation: Installation, job: Job, _: threading.Event) -> None:
    """`job.subject_id` is the run."""
    perform_run(
        installation.log,
        context_of(job),
        job.subject_id,
        counts_through(installation.views),
        along=job.keep,
    )


def tell_about_finding(installation: Installation, job: Job, _: threading.Event) -> None:
    """`job.subject_id` is the finding."""
    customer = find_customer(installation.database, job.customer_id)
    evaluate_finding(
        installation.log,
        context_of(job),
        job.subject_id,
        time_zone=customer.time_zone,
        along=job.keep,
    )
