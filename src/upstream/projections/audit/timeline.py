"""The history of a customer, filtered and page by page, newest first."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select, text

from upstream.projections.audit.audit_entries import audit_entries as projection
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
    statement = select(a).where(*_conditions(view, wanted, below))
    statement = statement.order_by(a.c.position.desc()).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    items = [_entry(dict(row)) for row in rows[:limit]]
    return EntryPage(items=items, next=items[-1].position if len(rows) > limit else None)


_BETWEEN = text(
    "SELECT first, last, recorded_at, actor, command, reason, subject FROM commits"
    " WHERE customer_id = :customer_id AND last > :after AND last <= :upto"
    " ORDER BY last DESC LIMIT :limit"
)


def commits_between(view: View, after: int, upto: int, *, limit: int = 100) -> list[CommitLine]:
    """The commits that ended in `(after, upto]`, newest first."""
    asked = {"customer_id": view.customer_id, "after": after, "upto": upto, "limit": limit}
    rows = view.connection.execute(_BETWEEN, asked).mappings()
    return [msgspec.convert(dict(row), CommitLine) for row in rows]


def _conditions(view: View, wanted: EntryFilter, below: int | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        a.c.customer_id == view.customer_id,
        a.c.position <= view.position,
    ]
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


def _entry(row: dict[str, Any]) -> Entry:
    row.pop("customer_id")
    return Entry(**row)
