"""Asking for runs and for backfills from the console."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from litestar import post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.pages.drift.runs import Typed, show_runs
from upstream.api.pages.drift.runs_view import BackfillForm, RunForm
from upstream.api.pages.frame.asked_on_pages import day_of
from upstream.api.pages.frame.showing import Shown, see_other
from upstream.api.pages.frame.travel import NOW, moment_of
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.application.drift import request_run
from upstream.application.drift.backfilling import Stretch, cancel_backfill, request_backfill
from upstream.application.settings import settings_of
from upstream.domain.context import Context
from upstream.domain.drift.refusals import BackfillInvalid
from upstream.domain.messages import Refusal
from upstream.domain.settings.products import PRODUCT_NAMES

_DAY: Final = timedelta(days=1)


@post(
    "/drift-runs",
    opt=allowed("drift:run", command="drift.request_run"),
    status_code=200,
    sync_to_thread=True,
)
def run_detection(data: URLEncodedBody[RunForm], visit: VisitGiven) -> Shown:
    """Back to where it was asked, which shows the run under way and then what it found."""
    try:
        position = _ask(visit, data)
    except Refusal as refusal:
        from_the_past = data.as_of.startswith("position:")
        travel = replace(NOW, as_of=data.as_of) if from_the_past else NOW
        return show_runs(visit, travel, typed=Typed(refusal=refusal, run=data))
    if data.product is None:
        return see_other(address(visit.path("dashboard"), {"min_position": position}))
    return _back(visit, position, "run")


@post(
    "/drift-backfills",
    opt=allowed("drift:run", command="drift.request_backfill"),
    status_code=200,
    sync_to_thread=True,
)
def run_backfill(data: URLEncodedBody[BackfillForm], visit: VisitGiven) -> Shown:
    try:
        answer = request_backfill(
            visit.parts.log, _context(visit), _stretch(data), time_zone=visit.zone
        )
    except Refusal as refusal:
        return show_runs(visit, NOW, typed=Typed(refusal=refusal, backfill=data))
    return _back(visit, answer.position, "backfill")


@post(
    "/drift-backfills/{backfill_id:uuid}/cancel",
    opt=allowed("drift:run", command="drift.cancel_backfill"),
    status_code=200,
    sync_to_thread=True,
)
def stop_backfill(backfill_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    answer = cancel_backfill(visit.parts.log, _context(visit), backfill_id)
    return _back(visit, answer.position, "cancelled")


run_commands: Final = (run_detection, run_backfill, stop_backfill)


def _ask(visit: Visit, form: RunForm) -> int:
    """One run for each product that was meant; the position of the last."""
    last_day = day_of(form.last_day)
    moment = moment_of(form.as_of, visit)
    known_at = visit.parts.views.resolve(visit.customer_id, moment)
    context, position = _context(visit), 0
    for product in _meant(visit, form.product):
        answer = request_run(
            visit.parts.log,
            context,
            product=product,
            time_zone=visit.zone,
            until=last_day + _DAY if last_day else None,
            as_of=known_at,
        )
        position = answer.position
    return position


def _meant(visit: Visit, product: str | None) -> Sequence[str]:
    """All that are on; for the dashboard the first of them, if any."""
    if product:
        return [product]
    products = settings_of(visit.parts.log, visit.customer_id).settings.products
    on = [name for name in PRODUCT_NAMES if products.is_on(name)] or [PRODUCT_NAMES[0]]
    return on[:1] if product is None else on


def _stretch(form: BackfillForm) -> Stretch:
    first, last = _given(form.first, "from"), _given(form.last, "to")
    products = (form.product,) if form.product else ()
    return Stretch(first, last, products, form.as_known_then)


def _given(text: str, field: str) -> date:
    day = day_of(text)
    if day is None:
        raise BackfillInvalid("a backfill has a first and a last day", field=field)
    return day


def _back(visit: Visit, position: int, done: str) -> Shown:
    asked: dict[str, str | int | None] = {"min_position": position, "done": done}
    return see_other(address(visit.path("drift-runs"), asked))


def _context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)
