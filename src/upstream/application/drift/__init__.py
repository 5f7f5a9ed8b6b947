"""Detection on demand: ask for a run, carry it out once, and keep the findings' history."""

from upstream.application.drift.carrying_out import fail_run, perform_run, perform_runs
from upstream.application.drift.counting import ReadCounts
from upstream.application.drift.requesting import request_run, today_in

__all__ = ["ReadCounts", "fail_run", "perform_run", "perform_runs", "request_run", "today_in"]
