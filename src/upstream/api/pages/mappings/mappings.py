"""What names mean: payers that look like one, the customer's own groups of codes, known sources."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.dependencies import MinPosition
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application import mappings
from upstream.domain.context import Context
from upstream.domain.mappings.suggestions import Because, Suggestion
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import Answer
from upstream.projections.mappings.list_mappings import (
    NEEDS_OF_SUGGESTIONS,
    CptMapping,
    HeaderMapping,
    PayerMapping,
    list_cpt_mappings,
    list_header_mappings,
    list_payer_mappings,
    payer_suggestions,
)

SUGGESTIONS_SHOWN: Final = 50
_BECAUSE: Final[dict[Because, str]] = {
    "same_spelling": "the same but for case, blanks, punctuation or legal form",
    "look_alike": "has letters of another alphabet that look the same",
    "well_known": "a payer id or abbreviation in general use",
    "abbreviation": "its initials",
    "similar": "spelled nearly the same",
}


class MappingsPage(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    suggestions: tuple[Suggestion, ...]
    because: dict[Because, str]
    payers: list[PayerMapping]
    groups: list[CptMapping]
    sources: list[HeaderMapping]
    may_write: bool
    may_upload: bool
    problem: str | None = None


@get("/", opt=allowed("claims:read"), sync_to_thread=True)
def mappings_page(visit: VisitGiven, min_position: MinPosition = 0) -> Shown:
    return _show(visit, min_position=min_position)


@post("/payers", opt=allowed("mappings:write"), status_code=200, sync_to_thread=True)
def confirm(data: URLEncodedBody[dict[str, str]], visit: VisitGiven) -> Shown:
    """One suggestion, or a name typed in: confirmed, or said to be two payers."""
    alias, payer = data.get("alias", ""), data.get("payer", "")
    log = visit.parts.log
    if data.get("answer") == "two":
        context = _context(visit, "mappings.reject_suggestion")
        return _told(
            visit, lambda: mappings.reject_suggestion(log, context, alias=alias, payer=payer)
        )
    context = _context(visit, "mappings.confirm_payers")
    return _told(
        visit, lambda: mappings.confirm_payers(log, context, aliases=(alias,), payer=payer)
    )


@post(
    "/payers/{mapping_id:uuid}/withdraw",
    opt=allowed("mappings:write"),
    status_code=200,
    sync_to_thread=True,
)
def withdraw_alias(mapping_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    context = _context(visit, "mappings.withdraw_payer")
    return _told(visit, lambda: mappings.withdraw_alias(visit.parts.log, context, mapping_id))


@post("/groups", opt=allowed("mappings:write"), status_code=200, sync_to_thread=True)
def define_group(data: URLEncodedBody[dict[str, str]], visit: VisitGiven) -> Shown:
    codes = tuple(data.get("codes", "").replace(",", " ").split())
    context, name = _context(visit, "mappings.define_cpt_group"), data.get("name", "")
    log = visit.parts.log
    return _told(visit, lambda: mappings.define_cpt_group(log, context, name=name, codes=codes))


@post(
    "/groups/{mapping_id:uuid}/withdraw",
    opt=allowed("mappings:write"),
    status_code=200,
    sync_to_thread=True,
)
def withdraw_group(mapping_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    context = _context(visit, "mappings.withdraw_cpt_group")
    return _told(visit, lambda: mappings.withdraw_cpt_group(visit.parts.log, context, mapping_id))


@post(
    "/sources/{mapping_id:uuid}/withdraw",
    opt=allowed("uploads:write"),
    status_code=200,
    sync_to_thread=True,
)
def forget_source(mapping_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    context = _context(visit, "mappings.withdraw_headers")
    return _told(visit, lambda: mappings.withdraw_headers(visit.parts.log, context, mapping_id))


def _context(visit: Visit, command: str) -> Context:
    return context_of(visit.request, visit.caller, visit.place, command=command)


def _told(visit: Visit, tell: Callable[[], Answer]) -> Shown:
    try:
        answer = tell()
    except Refusal as refusal:
        return _show(visit, problem=sentence(refusal.detail), status=STATUS[refusal.code])
    return see_other(address(visit.path("mappings"), {"min_position": answer.position}))


def _show(
    visit: Visit, *, min_position: int = 0, problem: str | None = None, status: int = 200
) -> Shown:
    needs = NEEDS_OF_SUGGESTIONS
    with visit.parts.views.at(visit.customer_id, needs=needs, min_position=min_position) as view:
        page = MappingsPage(
            action=visit.path("mappings"),
            suggestions=tuple(payer_suggestions(view)[:SUGGESTIONS_SHOWN]),
            because=_BECAUSE,
            payers=list_payer_mappings(view),
            groups=list_cpt_mappings(view),
            sources=list_header_mappings(view),
            may_write=visit.may("mappings:write"),
            may_upload=visit.may("uploads:write"),
            problem=problem,
        )
    return still(visit, "uploads", "Sources and names", "mappings.html", status=status, page=page)


mappings_pages = Router(
    "/mappings",
    route_handlers=[
        mappings_page,
        confirm,
        withdraw_alias,
        define_group,
        withdraw_group,
        forget_source,
    ],
)
