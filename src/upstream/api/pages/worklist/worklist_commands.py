"""What people do to several alerts at once from the worklist: acknowledge, assign."""

from typing import Final
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import URLEncodedBody

from upstream.api.access import allowed
from upstream.api.commands.alerts.handling import refuse_strangers
from upstream.api.pages.frame.showing import Shown, see_other
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.pages.worklist.worklist import show_worklist
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.alerts.handling import acknowledge_many, assign_many
from upstream.domain.context import Context
from upstream.domain.messages import Refusal

_UNPROCESSABLE: Final = 422
_NOTHING: Final = "Tick the alerts you mean first."


class SeveralForm(msgspec.Struct, frozen=True, kw_only=True):
    """One value comes as text, several as a list."""

    alert_ids: str | list[str] = ""
    to: str = ""


@post(
    "/worklist/acknowledge",
    opt=allowed("alerts:work", command="alerts.acknowledge"),
    status_code=200,
    sync_to_thread=True,
)
def acknowledge(data: URLEncodedBody[SeveralForm], visit: VisitGiven) -> Shown:
    ids = _ids(data.alert_ids)
    if not ids:
        return show_worklist(visit, problem=_NOTHING, status=_UNPROCESSABLE)
    try:
        position = acknowledge_many(visit.parts.log, _context(visit), ids).position
    except Refusal as refusal:
        return _refused(visit, refusal)
    return _back(visit, position, "acknowledged")


@post(
    "/worklist/assign",
    opt=allowed("alerts:work", command="alerts.assign"),
    status_code=200,
    sync_to_thread=True,
)
def assign(data: URLEncodedBody[SeveralForm], visit: VisitGiven) -> Shown:
    ids, to = _ids(data.alert_ids), _ids(data.to)
    if not ids or not to:
        return show_worklist(visit, problem=_NOTHING, status=_UNPROCESSABLE)
    try:
        refuse_strangers(visit.parts, visit.customer_id, to[0])
        position = assign_many(visit.parts.log, _context(visit), ids, to[0]).position
    except Refusal as refusal:
        return _refused(visit, refusal)
    return _back(visit, position, "assigned")


def _ids(values: str | list[str]) -> list[UUID]:
    """What is no id was typed into the address by hand, and is nobody's alert."""
    found = []
    for value in [values] if isinstance(values, str) else values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)


def _refused(visit: Visit, refusal: Refusal) -> Shown:
    return show_worklist(visit, problem=sentence(refusal.detail), status=STATUS[refusal.code])


def _back(visit: Visit, position: int, done: str) -> Shown:
    path = visit.path("worklist")
    return see_other(address(path, {"min_position": position, "done": done}))
