"""One record in the audit: its steps, its state at a version or day, the difference to another."""

from uuid import UUID

import msgspec

from upstream.api.charts import wording
from upstream.api.pages.audit.audit_view import EntityPage
from upstream.api.pages.audit.histories import changes_of, state_of, steps_of
from upstream.api.pages.frame.asked_on_pages import day_of
from upstream.api.pages.frame.pieces import Filter, Option
from upstream.api.pages.frame.travel import Text, Whole
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.frame.words import action_said, entity_said
from upstream.projections.audit.entity import EntityHistory, VersionUnknown, difference
from upstream.projections.moments import parse_moment

_PAGES = {"claim": "claims", "upload": "uploads", "alert": "alerts"}
"""The kinds of records that have a page of their own."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which state: at a version, at the end of a day, or at any moment; the last one given counts.

    `against` is the version it is compared with.
    """

    at: Whole = None
    against: Whole = None
    day: Text = None
    as_of: Text = None


def entity_page_of(visit: Visit, history: EntityHistory, asked: Asked) -> EntityPage:
    """Raises VersionUnknown, MomentUnreadable."""
    shown = _shown_version(visit, history, asked)
    other = asked.against if asked.against is not None else max(shown - 1, 0)
    path = visit.path("audit", history.kind, history.id)
    day = day_of(asked.day)
    when = f", as it stood at the end of {wording.day(day)}" if day else ""
    return EntityPage(
        title=entity_said(history.kind, history.id),
        path=path,
        list_href=visit.path("audit"),
        entity_href=_own_page(visit, history.kind, history.id),
        filters=(
            Filter(name="at", label="State at version", choices=_versions(history, shown, 1)),
            Filter(name="against", label="Compared with", choices=_versions(history, other, 0)),
        ),
        day=asked.day or "",
        steps=steps_of(history, visit, path=path, shown=shown),
        state_title=f"State at version {shown}{when}",
        state=state_of(history.steps[shown - 1].state) if shown else (),
        difference_title=f"From version {other} to version {shown}",
        difference=changes_of(difference(history, other, shown)),
    )


def _shown_version(visit: Visit, history: EntityHistory, asked: Asked) -> int:
    moment = asked.as_of or str(day_of(asked.day) or "")
    if moment:
        wanted = parse_moment(moment, time_zone=visit.zone)
        position = visit.parts.views.resolve(visit.customer_id, wanted)
        return sum(position is None or step.position <= position for step in history.steps)
    if asked.at is not None and asked.at > history.version:
        raise VersionUnknown("The record has no such version.")
    return history.version if asked.at is None else asked.at


def _versions(history: EntityHistory, chosen: int, first: int) -> tuple[Option, ...]:
    known = [Option(value="0", label="0: before it existed", chosen=chosen == 0)]
    known += [
        Option(
            value=str(step.version),
            label=f"{step.version}: {action_said(step.action)}",
            chosen=step.version == chosen,
        )
        for step in history.steps
    ]
    return tuple(known[first:])


def _own_page(visit: Visit, kind: str, entity_id: UUID) -> str | None:
    feature = _PAGES.get(kind)
    return visit.path(feature, entity_id) if feature else None
