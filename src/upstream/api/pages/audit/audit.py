"""The pages of the audit: the timeline, and one record step by step."""

from typing import Final
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation

from upstream.api.access import allowed
from upstream.api.charts import wording
from upstream.api.dependencies import MinPosition
from upstream.api.pages.audit.audit_view import AuditPage, CommitShown
from upstream.api.pages.audit.entity_figures import Asked, entity_page_of
from upstream.api.pages.frame.asked_on_pages import midnight_of
from upstream.api.pages.frame.pieces import Filter, options
from upstream.api.pages.frame.showing import Shown, still
from upstream.api.pages.frame.travel import Text, Whole
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import action_said, entity_said
from upstream.api.pages.rendering import address
from upstream.application.aggregates import KINDS
from upstream.projections.audit.entity import entity_history
from upstream.projections.audit.timeline import NEEDS, Entry, EntryFilter, timeline
from upstream.projections.identity.members import members

ROWS: Final = 50
_FEATURES: Final = ("uploads", "claims", "drift", "alerts", "judgments", "identity")


class AuditForm(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the timeline, as its form sends them: what is empty asks for nothing."""

    actor: Text = None
    action: Text = None
    kind: Text = None
    since: Text = None
    until: Text = None


@get(
    "/",
    opt=allowed("audit:read"),
    dependencies={"form": Provide(AuditForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def audit_page(
    visit: VisitGiven,
    form: NamedDependency[SkipValidation[AuditForm]],
    below: Whole = None,
    min_position: MinPosition = 0,
) -> Shown:
    asked: dict[str, str | None] = msgspec.structs.asdict(form)
    wanted = EntryFilter(
        actor=form.actor or None,
        action=form.action or None,
        entity_kind=form.kind or None,
        recorded_from=midnight_of(form.since, visit.zone),
        recorded_to=midnight_of(form.until, visit.zone),
    )
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, min_position=min_position) as view:
        found = timeline(view, wanted, limit=ROWS, below=below)
    path = visit.path("audit")
    names = visit.names(entry.actor for entry in found.items)
    page = AuditPage(
        path=path,
        filters=_filters(visit, asked),
        since=form.since or "",
        until=form.until or "",
        commits=tuple(_shown(entry, names, path) for entry in found.items),
        clear_href=path if any(asked.values()) else None,
        next_href=address(path, {**asked, "below": found.next}) if found.next else None,
    )
    return still(visit, "audit", "Audit", "audit.html", page=page)


@get(
    "/{kind:str}/{entity_id:uuid}",
    opt=allowed("audit:read"),
    dependencies={"asked": Provide(Asked, sync_to_thread=False)},
    sync_to_thread=True,
)
def entity_page(
    kind: FromPath[str],
    entity_id: FromPath[UUID],
    visit: VisitGiven,
    asked: NamedDependency[SkipValidation[Asked]],
    min_position: MinPosition = 0,
) -> Shown:
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, min_position=min_position) as view:
        history = entity_history(view, kind, entity_id)
    page = entity_page_of(visit, history, asked)
    return still(visit, "audit", page.title, "entity.html", page=page)


def _filters(visit: Visit, asked: dict[str, str | None]) -> tuple[Filter, ...]:
    people = [
        (f"person:{member.person_id}", f"{member.name}, {member.role}")
        for member in members(visit.parts.database, visit.customer_id)
    ]
    actor = asked["actor"]
    if actor and actor not in dict(people):
        people.append((actor, visit.names([actor])[actor]))
    known = (
        ("actor", "Who", people, "Anybody"),
        ("action", "What", [(f"{name}.", name.capitalize()) for name in _FEATURES], "Anything"),
        ("kind", "On", [(name, name.capitalize()) for name in sorted(KINDS)], "Anything"),
    )
    return tuple(
        Filter(name=name, label=label, choices=options(choices, asked[name], anything=anything))
        for name, label, choices, anything in known
    )


def _shown(entry: Entry, names: dict[str, str], path: str) -> CommitShown:
    said = action_said(entry.action)
    many = f"{said}, {wording.count(entry.events)} times" if entry.events > 1 else said
    return CommitShown(
        recorded_at=entry.recorded_at,
        said=many,
        entity_said=entity_said(entry.entity_kind, entry.entity_id),
        entity_href=address(
            f"{path}/{entry.entity_kind}/{entry.entity_id}", {"at": entry.version or None}
        ),
        actor=names[entry.actor],
        actor_href=address(path, {"actor": entry.actor}),
        on_behalf_of=entry.on_behalf_of,
        reason=entry.reason,
        events=entry.events,
        position=entry.through,
    )


audit_router = Router("/audit", route_handlers=[audit_page, entity_page])
