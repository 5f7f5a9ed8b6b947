"""What is worth doing first, and how long there is time for it."""

from litestar import Router

from upstream.api.queries.worklist.payer_clocks import clock_detail, clocks, presets
from upstream.api.queries.worklist.worklist import worklist, worklist_claims, worklist_file

worklist_router = Router(
    "/",
    route_handlers=[worklist, worklist_file, worklist_claims, clocks, clock_detail, presets],
)
