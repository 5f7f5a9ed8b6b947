"""The history of a customer, filtered and page by page, newest first."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select, text

from upstream.projections.audit.audit_entries import audit_entries as projection
from upstream.projections.audit.begun_commit import begun_lines
from upstream.projections.tables import audit_entries as a
from upstream.projections.view import View

NEEDS = (projection,)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to which thing, when, from where and why.

    `events` > 1: so many events of claims, `position` to `through`, in one commit.
    """

    position: int
    through: int
    events: int
    recorded_at: datetime
    actor: str
    on_behalf_of: str | None
    command: str
    action: str
    entity_kind: str
    entity_id: UUID
    version: int
    reason: str | None
    request_id: str | None
    correlation_id: UUID
    causation_id: UUID | None
    address: str | None
    client: str | None


class EntryFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. `action` is an event's tag or the beginning of one."""

    actor: str | None = None
    action: str | None = None
    entity_kind: str | None = None
    entity_id: UUID | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None
    """Exclusive."""
    request_id: str | None = None


class EntryPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[Entry]
    next: int | None
    """The position to go on below; None at the beginning of history."""


class CommitLine(msgspec.Struct, frozen=True, kw_only=True):
    """One commit, for "what happened between these two moments"."""

    first: int
    last: int
    recorded_at: datetime
    actor: str
    command: str
    reason: str | None
    subject: UUID


def timeline(
    view: View, wanted: EntryFilter, *, limit: int = 50, below: int | None = None
) -> EntryPage:
    """One page of the history up to the view's position."""
    commit_end = view.commit_end()
    begun = [Entry(**line) for line in begun_lines(view, commit_end)]
    found = [entry for entry in begun if _is_wanted(entry, wanted, below)]
    statement = select(a).where(*_conditions(view, wanted, below), a.c.position <= commit_end)
    statement = statement.order_by(a.c.position.desc()).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    found += [_entry(dict(row)) for row in rows]
    items = found[:limit]
    return EntryPage(items=items, next=items[-1].position if len(found) > limit else None)


_BETWEEN = text(
    "SELECT greatest(first, :after + 1) AS first, least(last, :upto) AS last, recorded_at, actor,"
    " command, reason, subject FROM commits c"
    " WHERE customer_id = :customer_id AND last > :after AND first <= :upto"
    " AND last <= (SELECT min(last) FROM commits"
    "   WHERE customer_id = :customer_id AND last >= :upto)"
    " ORDER BY c.last DESC LIMIT :limit"
)


def commits_between(view: View, after: int, upto: int, *, limit: int = 100) -> list[CommitLine]:
    """The commits of the positions in `(after, upto]`, newest first, cut to what lies there."""
    asked = {"customer_id": view.customer_id, "after": after, "upto": upto, "limit": limit}
    rows = view.connection.execute(_BETWEEN, asked).mappings()
    return [msgspec.convert(dict(row), CommitLine) for row in rows]


def _conditions(view: View, wanted: EntryFilter, below: int | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [a.c.customer_id == view.customer_id]
    for column, value in (
        (a.c.actor, wanted.actor),
        (a.c.entity_kind, wanted.entity_kind),
        (a.c.entity_id, wanted.entity_id),
        (a.c.request_id, wanted.request_id),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.action:
        conditions.append(a.c.action >= wanted.action)
        conditions.append(a.c.action < wanted.action + "\U0010ffff")
    if wanted.recorded_from:
        conditions.append(a.c.recorded_at >= wanted.recorded_from)
    if wanted.recorded_to:
        conditions.append(a.c.recorded_at < wanted.recorded_to)
    if below is not None:
        conditions.append(a.c.position < below)
    return conditions


def _is_wanted(entry: Entry, wanted: EntryFilter, below: int | None) -> bool:
    """The same conditions for a line that stands in no table."""
    same = ("actor", "entity_kind", "entity_id", "request_id")
    recorded_from, recorded_to = wanted.recorded_from, wanted.recorded_to
    return (
        all(getattr(wanted, name) in (None, getattr(entry, name)) for name in same)
        and entry.action.startswith(wanted.action or "")
        and (recorded_from is None or entry.recorded_at >= recorded_from)
        and (recorded_to is None or entry.recorded_at < recorded_to)
        and (below is None or entry.position < below)
    )


def _entry(row: dict[str, Any]) -> Entry:
    row.pop("customer_id")
    return Entry(**row)
