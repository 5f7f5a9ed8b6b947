"""The history of a record as steps, its state and differences as named values."""

from collections.abc import Iterable, Mapping
from typing import Any

from upstream.api.pages.frame.pieces import FieldChange, Named, Step
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.frame.words import action_said, field_said, value_said
from upstream.api.pages.rendering import address
from upstream.projections.audit.entity import EntityHistory
from upstream.projections.audit.entity import FieldChange as Changed

VALUE_CHARACTERS_MAX = 200


def steps_of(
    history: EntityHistory, visit: Visit, *, path: str | None = None, shown: int | None = None
) -> tuple[Step, ...]:
    """With a `path` each step leads to the state after it; `shown` is the version looked at.

    The first step changes everything, so what it changed is left to the state.
    """
    names = visit.names(step.actor for step in history.steps)
    return tuple(
        Step(
            said=action_said(step.action),
            recorded_at=step.recorded_at,
            actor=names[step.actor],
            position=step.position,
            version=step.version,
            reason=step.reason,
            changes=changes_of(step.changes) if step.version > 1 else (),
            href=address(path, {"at": step.version}) if path else None,
            current=step.version == shown,
        )
        for step in history.steps
    )


def changes_of(changes: Iterable[Changed]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(
            name=field_said(change.field),
            before=_short(value_said(change.field, change.before)),
            after=_short(value_said(change.field, change.after)),
        )
        for change in changes
    )


def state_of(state: Mapping[str, Any]) -> tuple[Named, ...]:
    """Every field that has a value, nested ones by their dotted path."""
    return tuple(
        Named(name=field_said(field), value=_short(said) or "")
        for field, value in _flat(state)
        if (said := value_said(field, value)) is not None
    )


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{prefix}{key}.")
        elif isinstance(inner, list):
            yield from _flat(
                {str(place): item for place, item in enumerate(inner)}, f"{prefix}{key}."
            )
        else:
            yield f"{prefix}{key}", inner


def _short(text: str | None) -> str | None:
    if text is None or len(text) <= VALUE_CHARACTERS_MAX:
        return text
    return text[: VALUE_CHARACTERS_MAX - 1] + "…"
