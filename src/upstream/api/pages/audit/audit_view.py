"""What the audit pages show, ready for their templates."""

from datetime import datetime

import msgspec

from upstream.api.pages.frame.pieces import FieldChange, Filter, Named, Step


class CommitShown(msgspec.Struct, frozen=True, kw_only=True):
    """One commit of the timeline: what was done, on what, by whom and why."""

    recorded_at: datetime
    said: str
    entity_said: str
    entity_href: str | None
    actor: str
    actor_href: str
    on_behalf_of: str | None
    reason: str | None
    events: int
    position: int


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    filters: tuple[Filter, ...]
    since: str
    until: str
    commits: tuple[CommitShown, ...]
    clear_href: str | None = None
    next_href: str | None = None


class EntityPage(msgspec.Struct, frozen=True, kw_only=True):
    """A thing's history, its state at one version or moment, the difference to another."""

    title: str
    path: str
    list_href: str
    entity_href: str | None
    filters: tuple[Filter, ...]
    day: str
    steps: tuple[Step, ...]
    state_title: str
    state: tuple[Named, ...]
    difference_title: str
    difference: tuple[FieldChange, ...] | None
