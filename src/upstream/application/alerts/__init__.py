"""Telling people about findings, and keeping what they do about it."""

from upstream.application.alerts.evaluating import evaluate_finding
from upstream.application.alerts.handling import handle_alert
from upstream.application.alerts.rules import ensure_default_rule

__all__ = ["ensure_default_rule", "evaluate_finding", "handle_alert"]
