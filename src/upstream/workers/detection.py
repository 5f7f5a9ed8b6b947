"""The jobs of detection: carry out a run, or a backfill of them; tell about a finding."""

import threading

from upstream.application.alerts import evaluate_finding
from upstream.application.customers import find_customer
from upstream.application.drift import perform_runs
from upstream.application.drift.backfilling import Step, perform_backfill
from upstream.application.drift.weekly import asked_together
from upstream.infrastructure.jobs import Job
from upstream.projections.drift.cells import counts_through
from upstream.workers.installation import Installation
from upstream.workers.job_context import context_of
from upstream.workers.loop import ShuttingDown


def carry_out_run(installation: Installation, job: Job, _: threading.Event) -> None:
    """`job.subject_id` is the run; those of the same week that wait are made along with it."""
    log = installation.log
    perform_runs(
        log,
        context_of(job),
        asked_together(log, job.customer_id, job.subject_id),
        counts_through(installation.views),
        along=job.keep,
    )


def carry_out_backfill(installation: Installation, job: Job, stopping: threading.Event) -> None:
    """`job.subject_id` is the backfill; a worker that stops leaves the rest to the next one."""

    def unless_stopping(_: Step) -> None:
        if stopping.is_set():
            raise ShuttingDown

    perform_backfill(
        installation.log,
        context_of(job),
        job.subject_id,
        counts_through(installation.views),
        time_zone=find_customer(installation.database, job.customer_id).time_zone,
        along=job.keep,
        tell=unless_stopping,
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
