"""Who acts when a job acts: the worker, because of what the job is about."""

from datetime import UTC, datetime

from upstream.domain.context import Context
from upstream.infrastructure.jobs import Job


def context_of(job: Job) -> Context:
    return Context(
        customer_id=job.customer_id,
        actor="system:worker",
        command=job.kind,
        now=datetime.now(UTC),
        correlation_id=job.job_id,
        causation_id=job.subject_id,
    )
