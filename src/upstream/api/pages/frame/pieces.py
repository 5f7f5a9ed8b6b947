"""Small things that several pages show: named values, filters, steps of a history."""

from datetime import datetime

import msgspec


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A value with its name, both written out."""

    name: str
    value: str


class Option(msgspec.Struct, frozen=True, kw_only=True):
    value: str
    label: str
    chosen: bool = False


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """A choice that narrows a list; the empty value means any."""

    name: str
    label: str
    choices: tuple[Option, ...]


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field before and after; None where it was not there."""

    name: str
    before: str | None
    after: str | None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One event in the history of a thing. `href` shows the state it led to."""

    said: str
    recorded_at: datetime
    actor: str
    position: int
    version: int
    reason: str | None = None
    changes: tuple[FieldChange, ...] = ()
    href: str | None = None
    current: bool = False


def options(
    known: list[tuple[str, str]], chosen: str | None, *, anything: str
) -> tuple[Option, ...]:
    """The choice of anything, then what is known, with the chosen one marked."""
    first = Option(value="", label=anything, chosen=not chosen)
    rest = (Option(value=value, label=label, chosen=value == chosen) for value, label in known)
    return (first, *rest)
