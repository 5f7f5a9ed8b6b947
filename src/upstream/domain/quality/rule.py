"""A rule as data: what is checked, how bad it is, and what it is limited to."""

from typing import Final, Literal

import msgspec

from upstream.domain.claims.layout import FileKind
from upstream.domain.quality.fields import FieldName

Severity = Literal["error", "warning", "info"]
"""`error` rejects the row; `warning` keeps it and flags it; `info` is only counted."""
Day = Literal["submitted_date", "decided_date", "paid_date", "service_date", "today"]
"""`today` is the day of the upload."""

NAME_LENGTH_MAX: Final = 120
VALUES_MAX: Final = 1_000


class Required(
    msgspec.Struct, frozen=True, tag_field="kind", tag="required", forbid_unknown_fields=True
):
    """The field must say something."""

    field: FieldName


class Format(
    msgspec.Struct, frozen=True, tag_field="kind", tag="format", forbid_unknown_fields=True
):
    """Where the field says something, all of it has this form (`pattern_syntax.py`)."""

    field: FieldName
    pattern: str


class Range(
    msgspec.Struct,
    frozen=True,
    tag_field="kind",
    tag="range",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Within both bounds, themselves included; amounts in dollars (`"1000.00"`)."""

    field: Literal["billed_amount", "allowed_amount", "paid_amount", "units"]
    least: str | None = None
    most: str | None = None


class DateOrder(
    msgspec.Struct,
    frozen=True,
    tag_field="kind",
    tag="date_order",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """`later` comes so many days after `earlier`; 0 is the same day. Both must be known."""

    earlier: Day
    later: Day
    days_least: int | None = 0
    days_most: int | None = None


class ReferenceSet(
    msgspec.Struct, frozen=True, tag_field="kind", tag="reference_set", forbid_unknown_fields=True
):
    """Where the field says something, it is one of these, in capitals or not."""

    field: FieldName
    values: tuple[str, ...]


class CrossField(
    msgspec.Struct, frozen=True, tag_field="kind", tag="expression", forbid_unknown_fields=True
):
    """What must not be surely false (`parsing.py`)."""

    text: str


class Duplicate(
    msgspec.Struct, frozen=True, tag_field="kind", tag="duplicate", forbid_unknown_fields=True
):
    """No earlier row of the same file says the same in all these fields."""

    fields: tuple[FieldName, ...]


Test = Required | Format | Range | DateOrder | ReferenceSet | CrossField | Duplicate


class Scope(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a rule is limited to; an empty tuple limits nothing."""

    payers: tuple[str, ...] = ()
    """In capitals or not. For an upload, all names that meant these payers when it was accepted."""
    cpt_groups: tuple[str, ...] = ()
    file_kinds: tuple[FileKind, ...] = ()
    told: tuple[FieldName, ...] = ()
    """Only files that can say all these fields at all."""


class Text(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person writes when drafting or changing a rule."""

    name: str
    """What must hold, as a sentence; whoever reads a refused row reads this."""
    severity: Severity
    test: Test
    scope: Scope = Scope()


class Rule(Text, frozen=True, kw_only=True, omit_defaults=True):
    """A rule as an upload is held against it."""

    key: str
    """`REQ_PAYER` for one that is built in, else the id of the customer's own."""
    version: int
    """Of the rule's own stream; of the built-in set for what is built in."""


Rules = tuple[Rule, ...]
