"""Questions about detection: its runs and backfills, what they found, what comes next."""

from litestar import Router

from upstream.api.queries.drift.backfills import backfill_queries
from upstream.api.queries.drift.findings import finding_queries
from upstream.api.queries.drift.runs import run_queries

drift_router = Router("/", route_handlers=[*run_queries, *finding_queries, *backfill_queries])
