"""Questions about alerts, their rules, and what was kept down."""

from litestar import Router

from upstream.api.queries.alerts.alerts import told_router
from upstream.api.queries.alerts.evidence import evidence_file
from upstream.api.queries.alerts.rules import rules_router

alerts_router = Router("/", route_handlers=[told_router, rules_router, evidence_file])
