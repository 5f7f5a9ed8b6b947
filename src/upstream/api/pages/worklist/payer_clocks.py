"""How long there is to appeal and to file with each payer: looked at, and set."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromQuery, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.dependencies import MinPosition
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.pages.worklist.clock_figures import (
    fields_of,
    period_line,
    periods_of,
    preset_lines,
    typed_fields,
)
from upstream.api.pages.worklist.worklist_view import ClockForm, ClockLine, ClocksPage
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.worklist import set_payer_clock
from upstream.domain.messages import Refusal
from upstream.domain.worklist.payer_clock import SetPayerClock
from upstream.infrastructure.log import Conflict
from upstream.projections.claims.payers import NEEDS as PAYERS
from upstream.projections.claims.payers import payer_summaries
from upstream.projections.worklist.payer_clocks import NEEDS, PayerClockRow, list_payer_clocks

_EVERYBODY: Final = "Every payer without a clock of its own"
_MEANWHILE: Final = "Somebody changed this clock meanwhile; look at it and save again."


@get("/payer-clocks", opt=allowed("alerts:read"), sync_to_thread=True)
def clocks_page(
    visit: VisitGiven,
    clock: FromQuery[UUID | None] = None,
    min_position: MinPosition = 0,
    saved: FromQuery[bool] = False,
) -> Shown:
    """`clock` is the one the form begins with; without it a new one."""
    page = _page(visit, min_position, clock)
    done = "Saved. Days left are counted anew." if saved else None
    return _shown(visit, msgspec.structs.replace(page, done=done))


@post(
    "/payer-clocks",
    opt=allowed("rules:write", command="worklist.set_payer_clock"),
    status_code=200,
    sync_to_thread=True,
)
def set_clock(data: URLEncodedBody[dict[str, str]], visit: VisitGiven) -> Shown:
    """What was typed stays on the page where it is refused."""
    context = context_of(
        visit.request, visit.caller, visit.place, command="worklist.set_payer_clock"
    )
    fields = typed_fields(data)
    try:
        command = SetPayerClock(payer=data.get("payer", "") or None, periods=periods_of(fields))
        answer = set_payer_clock(visit.parts.log, context, command, expected_version=_version(data))
    except Refusal as refusal:
        said = _MEANWHILE if isinstance(refusal, Conflict) else sentence(refusal.detail)
        form = ClockForm(payer=data.get("payer", ""), version=_version(data) or 0, fields=fields)
        page = msgspec.structs.replace(_page(visit, 0, None), form=form, problem=said)
        return _shown(visit, page, status=STATUS[refusal.code])
    path = visit.path("payer-clocks")
    return see_other(address(path, {"min_position": answer.position, "saved": "true"}))


def _version(form: Mapping[str, str]) -> int | None:
    """Of the clock the form was made from; a form for a new one names none."""
    told = form.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and told != "0" else None


def _page(visit: Visit, min_position: int, wanted: UUID | None) -> ClocksPage:
    needs, views = (*NEEDS, *PAYERS), visit.parts.views
    with views.at(visit.customer_id, needs=needs, min_position=min_position) as view:
        known = list_payer_clocks(view)
        payers = tuple(sorted(one.payer for one in payer_summaries(view)))
    may_write = visit.may("rules:write")
    names = visit.names([one.changed_by for one in known])
    chosen = next((one for one in known if one.id == wanted), None)
    return ClocksPage(
        action=visit.path("payer-clocks"),
        list_href=visit.path("worklist"),
        clocks=tuple(_line(visit, one, names, may_write=may_write) for one in known),
        presets=preset_lines(),
        payers=payers,
        form=_form(chosen) if may_write else None,
    )


def _form(known: PayerClockRow | None) -> ClockForm:
    if known is None:
        return ClockForm(payer="", version=0, fields=fields_of(()))
    return ClockForm(
        payer=known.payer or "", version=known.version, fields=fields_of(known.periods)
    )


def _line(
    visit: Visit, known: PayerClockRow, names: Mapping[str, str], *, may_write: bool
) -> ClockLine:
    audited = visit.path("audit", "payer-clock", known.id) if visit.may("audit:read") else None
    edited = address(visit.path("payer-clocks"), {"clock": str(known.id)})
    return ClockLine(
        name=known.payer or _EVERYBODY,
        periods=tuple(period_line(period) for period in known.periods),
        said=f"set by {names[known.changed_by]}",
        audit_href=audited,
        edit_href=f"{edited}#set" if may_write else None,
    )


def _shown(visit: Visit, page: ClocksPage, *, status: int = 200) -> Shown:
    title = "Appeal and filing clocks"
    return still(visit, "worklist", title, "payer_clocks.html", status=status, page=page)
