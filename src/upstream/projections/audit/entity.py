"""How did this record come to be what it is? Step by step, at any version, between any two."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text

from upstream.application.aggregates import decider_for, kind_of
from upstream.domain.messages import Event, Refusal
from upstream.domain.settings.customer_settings import CustomerSettings
from upstream.infrastructure.log import codec
from upstream.projections.view import View

_STREAM = text(
    "SELECT e.position, e.version, e.tag, e.state, c.recorded_at, c.actor, c.on_behalf_of,"
    " c.command, c.reason, c.request_id, c.correlation_id"
    " FROM events e CROSS JOIN LATERAL (SELECT * FROM commits c"
    "   WHERE c.customer_id = :customer_id AND c.last >= e.position ORDER BY c.last LIMIT 1) c"
    " WHERE e.customer_id = :customer_id AND e.stream_id = :stream_id"
    " AND e.position <= :position ORDER BY e.version"
)


_DEFAULTS = CustomerSettings()
_IN_THE_EVENTS = {"claim": ("sightings", "sightings_told")}
"""Parts of a state that repeat what its events say: no news of their own."""


class EntityUnknown(Refusal):
    """There is no such record, or there was none yet at the moment asked for."""

    code = "audit.entity_not_found"


class VersionUnknown(Refusal):
    """The record does not have that version (yet)."""

    code = "audit.version_not_found"


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs; `before` or `after` is null where there was nothing."""

    field: str
    before: str | int | float | bool | None
    after: str | int | float | bool | None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the record: who, when, why, what it said and what it changed."""

    version: int
    position: int
    recorded_at: datetime
    actor: str
    on_behalf_of: str | None
    command: str
    reason: str | None
    request_id: str | None
    correlation_id: UUID
    action: str
    event: dict[str, Any]
    state: dict[str, Any]
    changes: list[FieldChange]


class EntityHistory(msgspec.Struct, frozen=True, kw_only=True):
    """The steps so far; the last step's state is how the record stood at `position`."""

    kind: str
    id: UUID
    version: int
    position: int
    steps: list[Step]


def entity_history(view: View, kind: str, entity_id: UUID) -> EntityHistory:
    """One record's whole history up to the view's position. Raises `EntityUnknown`."""
    asked = {**view.bind, "stream_id": entity_id}
    rows = view.connection.execute(_STREAM, asked).mappings().all()
    if not rows or kind_of(rows[0]["tag"]) != kind:
        raise EntityUnknown("there is no such record at that moment")
    steps: list[Step] = []
    folding = Folding(rows[0]["tag"])
    for row in rows:
        event = codec.decode(row["tag"], row["state"])
        before, after = folding.step(event)
        steps.append(_step(row, event, before, after))
    return EntityHistory(
        kind=kind, id=entity_id, version=len(steps), position=view.position, steps=steps
    )


def difference(history: EntityHistory, earlier: int, later: int) -> list[FieldChange]:
    """What changed between two versions (0: before the first). Raises `VersionUnknown`."""
    for version in (earlier, later):
        if not 0 <= version <= history.version:
            raise VersionUnknown("the record has no such version at that moment")
    states = [_beginning(history.kind), *(step.state for step in history.steps)]
    return changed_fields(states[earlier], states[later])


class Folding:
    """A record's state as plain values, event by event."""

    def __init__(self, first_tag: str) -> None:
        self._decider = decider_for(first_tag)
        self._state: Any = self._decider.initial if self._decider else None
        self._plain = _beginning(kind_of(first_tag))

    def step(self, event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
        """The plain state before and after the event."""
        before = self._plain
        if self._decider is None:
            self._plain = {**before, **_plain(event)}
        else:
            self._state = self._decider.evolve(self._state, event)
            self._plain = {"state": type(self._state).__name__, **_plain(self._state)}
            for name in _IN_THE_EVENTS.get(self._decider.kind, ()):
                self._plain.pop(name, None)
        return before, self._plain


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """Field by field, nested fields by their dotted path, in alphabetical order."""
    old, new = _flat(before), _flat(after)
    return [
        FieldChange(field=field, before=old.get(field), after=new.get(field))
        for field in sorted(old.keys() | new.keys())
        if old.get(field) != new.get(field)
    ]


def _beginning(kind: str) -> dict[str, Any]:
    """What stands before the first event: nothing, but for settings, whose defaults hold."""
    return {"state": type(_DEFAULTS).__name__, **_plain(_DEFAULTS)} if kind == "settings" else {}


def _plain(value: object) -> dict[str, Any]:
    plain = msgspec.to_builtins(value, str_keys=True)
    assert isinstance(plain, dict)
    plain.pop("type", None)
    return plain


def _flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, inner in value.items():
        path = f"{prefix}{key}"
        if isinstance(inner, dict):
            found |= _flat(inner, f"{path}.")
        elif isinstance(inner, list):
            found |= _flat({str(place): item for place, item in enumerate(inner)}, f"{path}.")
        else:
            found[path] = inner
    return found


def _step(
    row: Mapping[Any, Any], event: Event, before: dict[str, Any], after: dict[str, Any]
) -> Step:
    return Step(
        version=row["version"],
        position=row["position"],
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        on_behalf_of=row["on_behalf_of"],
        command=row["command"],
        reason=row["reason"],
        request_id=row["request_id"],
        correlation_id=row["correlation_id"],
        action=row["tag"],
        event=_plain(event),
        state=after,
        changes=changed_fields(before, after),
    )
