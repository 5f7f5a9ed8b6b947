"""Detection on demand: ask for a run, carry it out once, and keep the findings' history."""

from upstream.application.drift.carrying_out import ReadCounts, fail_run, perform_run
from upstream.application.drift.requesting import request_run, today_in

__all__ = ["ReadCounts", "fail_run", "perform_run", "request_run", "today_in"]
