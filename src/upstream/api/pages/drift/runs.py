"""The page of detection: runs and backfills, what is asked for, when the next run comes."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.charts import wording
from upstream.api.pages.drift.run_lines import STATES, backfill_line, run_line
from upstream.api.pages.drift.runs_view import Asking, BackfillForm, DriftRunsPage, RunForm
from upstream.api.pages.frame.asked_on_pages import PlaceInListUnreadable
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Filter, Option, options
from upstream.api.pages.frame.showing import Sheet, Shown, at_moment
from upstream.api.pages.frame.travel import Text, Travel, TravelGiven, looking
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import product_said, sentence
from upstream.api.pages.rendering import address
from upstream.api.statuses import STATUS
from upstream.domain.messages import Refusal
from upstream.domain.settings.products import PRODUCT_NAMES, Products
from upstream.domain.settings.schedule import Schedule, next_slot
from upstream.projections.drift.backfill_versions import NEEDS as BACKFILLS
from upstream.projections.drift.backfill_versions import list_backfills
from upstream.projections.drift.list_runs import NEEDS as RUNS
from upstream.projections.drift.list_runs import RunFilter, list_runs
from upstream.projections.settings.settings_versions import settings_at
from upstream.projections.view import View

ROWS: Final = 50
BACKFILLS_SHOWN: Final = 3
_DONE: Final = {
    "run": "Asked for. What it finds shows here as soon as it is over.",
    "backfill": "The backfill begins with its earliest week.",
    "cancelled": "Cancelled: no further run is begun, those that were made stay.",
}


class RunsForm(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the list: what is empty asks for nothing."""

    product: Text = None
    status: Annotated[
        Literal["", "requested", "started", "completed", "failed"], QueryParameter()
    ] = ""
    backfill: Annotated[UUID | None, QueryParameter()] = None


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What a form that was refused held, and why it was."""

    refusal: Refusal | None = None
    run: RunForm = RunForm(product="")
    backfill: BackfillForm = BackfillForm()


_NOTHING: Final = Typed()
_EVERYTHING: Final = RunsForm()


@get(
    "/drift-runs",
    opt=allowed("drift:read"),
    dependencies={"form": Provide(RunsForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def runs_page(
    visit: VisitGiven,
    travel: TravelGiven,
    form: NamedDependency[SkipValidation[RunsForm]],
    after: Text = None,
    done: Text = None,
) -> Shown:
    return show_runs(visit, travel, form, after=after, done=_DONE.get(done or ""))


def show_runs(
    visit: Visit,
    travel: Travel,
    form: RunsForm = _EVERYTHING,
    *,
    after: str | None = None,
    done: str | None = None,
    typed: Typed = _NOTHING,
) -> Shown:
    path = visit.path("drift-runs")
    backfill = str(form.backfill) if form.backfill else None
    kept = {"product": form.product, "status": form.status, "backfill": backfill}
    needs = (*RUNS, *BACKFILLS)
    with looking(visit, travel, needs, path=path, kept=kept) as (view, moment):
        page = _page(visit, view, moment, form, after, typed)
    refusal = typed.refusal
    page = msgspec.structs.replace(
        page, problem=sentence(refusal.detail) if refusal else None, done=done
    )
    status = STATUS[refusal.code] if refusal else 200
    sheet = Sheet("drift-runs", "Detection", "drift_runs", page)
    return at_moment(visit, travel, moment, sheet, status=status)


def _page(
    visit: Visit, view: View, moment: MomentShown, form: RunsForm, after: str | None, typed: Typed
) -> DriftRunsPage:
    wanted = RunFilter(
        product=form.product or None, status=form.status or None, backfill_id=form.backfill
    )
    found = list_runs(view, wanted, limit=ROWS, after=_place(after))
    backfills = list_backfills(view, limit=BACKFILLS_SHOWN).items
    settings = settings_at(view).settings
    actors = [one.requested_by for one in found.items]
    names = visit.names(actors + [one.requested_by for one in backfills])
    may = visit.may("drift:run")
    here: dict[str, str | int | None] = {"as_of": moment.as_of, **moment.kept}
    following = "~".join(found.next) if found.next else None
    return DriftRunsPage(
        next_run_said=_next_run(settings.schedule, visit.zone) if moment.is_now else None,
        asking=_asking(visit, moment, settings.products, typed) if may else None,
        backfills=tuple(
            backfill_line(one, moment, moment.path, names, may=may) for one in backfills
        ),
        filters=_filters(form),
        runs=tuple(run_line(one, moment, moment.path, names) for one in found.items),
        of_backfill=moment.kept.get("backfill"),
        clear_href=address(moment.path, {"as_of": moment.as_of}) if moment.kept else None,
        next_href=address(moment.path, {**here, "after": following}) if following else None,
    )


def _asking(visit: Visit, moment: MomentShown, products: Products, typed: Typed) -> Asking:
    """At a moment of the past a run looks back from there."""
    today = datetime.now(ZoneInfo(visit.zone)).date()
    run = typed.run
    if moment.as_of and not run.as_of:
        run = msgspec.structs.replace(run, as_of=moment.as_of)
    return Asking(
        run_action=visit.path("drift-runs"),
        run=run,
        run_products=_on(products, run.product or ""),
        backfill_action=visit.path("drift-backfills") if moment.is_now else None,
        backfill=typed.backfill,
        backfill_products=_on(products, typed.backfill.product),
        latest_day=str(today - timedelta(days=1)),
        latest_until=str(today),
    )


def _on(products: Products, chosen: str) -> tuple[Option, ...]:
    known: list[tuple[str, str]] = [
        (name, product_said(name)) for name in PRODUCT_NAMES if products.is_on(name)
    ]
    return options(known, chosen, anything="All that are on")


def _filters(form: RunsForm) -> tuple[Filter, ...]:
    products: list[tuple[str, str]] = [(name, product_said(name)) for name in PRODUCT_NAMES]
    states = [(name, said) for name, (said, _) in STATES.items() if name != "cancelled"]
    return (
        Filter(
            name="product",
            label="Product",
            choices=options(products, form.product, anything="Any product"),
        ),
        Filter(
            name="status", label="State", choices=options(states, form.status, anything="Any state")
        ),
    )


def _next_run(schedule: Schedule, zone: str) -> str:
    if not schedule.on:
        return "The weekly run is switched off."
    at = next_slot(schedule, ZoneInfo(zone), datetime.now(UTC)).at
    return f"The next weekly run comes on {wording.moment(at, zone)}."


def _place(after: str | None) -> tuple[str, str] | None:
    if not after:
        return None
    instant, _, run_id = after.partition("~")
    try:
        return datetime.fromisoformat(instant).isoformat(), str(UUID(run_id))
    except ValueError:
        raise PlaceInListUnreadable("Begin the list from its first page.") from None
