"""Asking for a detection run from the dashboard, as of now and up to today."""

from litestar import post

from upstream.api.access import allowed
from upstream.api.pages.frame.showing import Shown, see_other
from upstream.api.pages.frame.visits import VisitGiven
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.application.drift import request_run
from upstream.application.settings import settings_of
from upstream.domain.drift.products import PRODUCTS


@post("/drift-runs", opt=allowed("drift:run"), status_code=200, sync_to_thread=True)
def run_detection(visit: VisitGiven) -> Shown:
    """Back to the dashboard, which shows the run under way and then what it found.

    DriftWatch, or where it is switched off the first product that is on.
    """
    log = visit.parts.log
    products = settings_of(log, visit.customer_id).settings.products
    product = next((one.product for one in PRODUCTS if products.is_on(one.product)), "driftwatch")
    context = context_of(visit.request, visit.caller, visit.place, command="drift.request_run")
    answer = request_run(log, context, product=product, time_zone=visit.zone)
    return see_other(address(visit.path("dashboard"), {"min_position": answer.position}))
