"""What is worth doing first, and how long there is time for it."""

from litestar import Router

from upstream.api.queries.worklist.payer_clocks import clock_detail, clocks, presets

worklist_router = Router("/", route_handlers=[clocks, clock_detail, presets])
