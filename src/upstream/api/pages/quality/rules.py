"""The validation rules: all of them, one with its editor, and what to do with it."""

from typing import Final
from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.charts.wording import count
from upstream.api.dependencies import MinPosition
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.quality.quality_figures import KINDS
from upstream.api.pages.quality.quality_view import RuleLine, RulesPage, Tried
from upstream.api.pages.quality.rule_form import rule_typed
from upstream.api.pages.quality.rule_shown import rule_known, show_rule
from upstream.api.pages.quality.rule_words import scope_said, test_said
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.application.quality.dry_run import DryRun, try_on_upload
from upstream.application.quality.rules import (
    change_rule,
    draft_rule,
    rule_standing,
    switch_rule,
)
from upstream.application.uploads import Intake
from upstream.domain.context import Context
from upstream.domain.messages import Refusal
from upstream.projections.quality.history import NEEDS as HISTORY
from upstream.projections.quality.history import assessed_uploads
from upstream.projections.quality.list_rules import NEEDS, RuleRow, list_rules

Form = URLEncodedBody[dict[str, str]]
_WRITE: Final = "quality:write"


@get("/", opt=allowed("quality:read"), sync_to_thread=True)
def rules_page(visit: VisitGiven, min_position: MinPosition = 0) -> Shown:
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, min_position=min_position) as view:
        known = list_rules(view)
    page = RulesPage(
        own=tuple(_line(visit, row) for row in known if row.origin == "own"),
        built_in=tuple(_line(visit, row) for row in known if row.origin == "built_in"),
        quality_href=visit.path("quality"),
        new_href=visit.path("quality", "rules", "new") if visit.may(_WRITE) else None,
    )
    return still(visit, "quality", "Validation rules", "rules.html", page=page)


@get("/new", opt=allowed("quality:write"), sync_to_thread=True)
def new_rule_page(visit: VisitGiven) -> Shown:
    return show_rule(visit, None)


@post(
    "/",
    opt=allowed("quality:write", command="quality.draft_rule"),
    status_code=200,
    sync_to_thread=True,
)
def draft(data: Form, visit: VisitGiven) -> Shown:
    try:
        answer = draft_rule(visit.parts.log, _context(visit), rule_typed(data))
    except Refusal as refusal:
        return show_rule(visit, None, typed=data, refused=refusal)
    return _to(visit, answer.id, answer.position)


@get("/{rule_id:uuid}", opt=allowed("quality:read"), sync_to_thread=True)
def rule_page(rule_id: FromPath[UUID], visit: VisitGiven, min_position: MinPosition = 0) -> Shown:
    return show_rule(visit, rule_known(visit, rule_id, min_position))


@post(
    "/{rule_id:uuid}",
    opt=allowed("quality:write", command="quality.change_rule"),
    status_code=200,
    sync_to_thread=True,
)
def change(rule_id: FromPath[UUID], data: Form, visit: VisitGiven) -> Shown:
    version = data.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    try:
        typed = rule_typed(data)
        answer = change_rule(
            visit.parts.log, _context(visit), rule_id, typed, expected_version=seen
        )
    except Refusal as refusal:
        return show_rule(visit, rule_known(visit, rule_id), typed=data, refused=refusal)
    return _to(visit, rule_id, answer.position)


@post(
    "/{rule_id:uuid}/switch",
    opt=allowed("quality:write", command="quality.switch_rule"),
    status_code=200,
    sync_to_thread=True,
)
def switch(rule_id: FromPath[UUID], data: Form, visit: VisitGiven) -> Shown:
    to = data.get("to") == "on"
    answer = switch_rule(visit.parts.log, _context(visit), rule_id, to=to)
    return _to(visit, rule_id, answer.position)


@post("/{rule_id:uuid}/try", opt=allowed("quality:write"), status_code=200, sync_to_thread=True)
def try_rule(rule_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    """On the first rows of the latest file, without recording anything."""
    with visit.parts.views.at(visit.customer_id, needs=HISTORY) as view:
        latest = assessed_uploads(view, limit=1)
    known = rule_known(visit, rule_id)
    if not latest:
        tried = Tried(said="There is no upload yet to try the rule on.", lines="", kind="warn")
        return show_rule(visit, known, tried=tried)
    parts = visit.parts
    intake = Intake(parts.log, parts.files, parts.settings.secret_key)
    standing = rule_standing(parts.log, visit.customer_id, rule_id)
    found = try_on_upload(intake, visit.customer_id, latest[0].upload_id, standing)
    return show_rule(visit, known, tried=_tried(found, latest[0].file_name))


def _tried(found: DryRun, file_name: str) -> Tried:
    if not found.broken:
        said = f"The rule holds for all of the first {count(found.rows)} rows of {file_name}."
        return Tried(said=said, lines="", kind="good")
    said = (
        f"The rule would {found.would} {count(found.broken)} of the first {count(found.rows)}"
        f" rows of {file_name}."
    )
    more = " …" if found.broken > len(found.lines) else ""
    lines = f"Lines {', '.join(map(count, found.lines))}{more}"
    return Tried(said=said, lines=lines, kind="warn")


def _line(visit: Visit, row: RuleRow) -> RuleLine:
    return RuleLine(
        name=row.name,
        says=test_said(row.test),
        limited=scope_said(row.scope),
        severity=row.severity,
        kind=KINDS[row.severity],
        is_on=row.is_on,
        is_own=row.origin == "own",
        href=visit.path("quality", "rules", row.id),
    )


def _context(visit: Visit) -> Context:
    command = str(visit.request.route_handler.opt["command"])
    return context_of(visit.request, visit.caller, visit.place, command=command)


def _to(visit: Visit, rule_id: UUID, position: int) -> Shown:
    path = visit.path("quality", "rules", rule_id)
    return see_other(address(path, {"min_position": position}))


rules_pages = Router(
    "/quality/rules",
    route_handlers=[rules_page, new_rule_page, draft, rule_page, change, switch, try_rule],
)
