"""The rule editor's form: from a rule to its fields, and from what was typed to a rule."""

from collections.abc import Mapping
from typing import Any, Final, get_args

import msgspec

from upstream.api.pages.frame.pieces import Option
from upstream.api.pages.frame.words import field_said
from upstream.api.pages.quality.quality_view import RuleForm
from upstream.api.pages.quality.rule_words import file_kind_said
from upstream.domain.claims.layout import FileKind
from upstream.domain.quality.fields import FIELD_NAMES
from upstream.domain.quality.refusals import RuleInvalid
from upstream.domain.quality.rule import Text

SEVERITIES: Final = (
    ("error", "Error: the row is refused"),
    ("warning", "Warning: the row is kept and flagged"),
    ("info", "Info: the row is only counted"),
)
TEST_KINDS: Final = (
    ("required", "The field is given"),
    ("format", "The field has a form"),
    ("range", "The field lies within bounds"),
    ("date_order", "Two dates are in order"),
    ("reference_set", "The field is one of a list"),
    ("expression", "An expression holds"),
    ("duplicate", "No row comes twice"),
)
_DAYS: Final = (
    ("submitted_date", "Submitted date"),
    ("decided_date", "Decided date"),
    ("paid_date", "Paid date"),
    ("service_date", "Service date"),
    ("today", "Day of the upload"),
)
_TAKES: Final[dict[str, tuple[str, ...]]] = {
    "required": ("field",),
    "format": ("field", "pattern"),
    "range": ("field", "least", "most"),
    "date_order": ("earlier", "later", "days_least", "days_most"),
    "reference_set": ("field", "values"),
    "expression": ("text",),
    "duplicate": ("fields",),
}
_LISTS: Final = frozenset({"values", "fields", "payers", "cpt_groups", "told"})
_NUMBERS: Final = frozenset({"days_least", "days_most"})
TYPED: Final = (
    *("pattern", "least", "most", "days_least", "days_most", "values", "text", "fields"),
    *("payers", "cpt_groups", "told"),
)
FILE_KIND: Final = "file_kind."
"""A form has one box for each kind of file: `file_kind.table`."""


def rule_typed(form: Mapping[str, str]) -> Text:
    """Raises `RuleInvalid`."""
    kind = form.get("kind", "")
    test = {name: _value(name, form.get(name, "")) for name in _TAKES.get(kind, ())}
    scope = {name: _value(name, form.get(name, "")) for name in ("payers", "cpt_groups", "told")}
    scope["file_kinds"] = [kind for kind in get_args(FileKind) if form.get(FILE_KIND + kind)]
    known = {
        "name": form.get("name", "").strip(),
        "severity": form.get("severity"),
        "test": {"kind": kind, **{name: said for name, said in test.items() if said is not None}},
        "scope": {name: said for name, said in scope.items() if said},
    }
    if kind == "date_order":
        known["test"] = {"kind": kind, **test}
    try:
        return msgspec.convert(known, Text)
    except msgspec.ValidationError:
        raise RuleInvalid("fill in the fields of this kind of rule") from None


def _value(name: str, typed: str) -> Any:  # noqa: ANN401  the rule's own types decide
    text = typed.strip()
    if name in _LISTS:
        return [part.strip() for part in text.replace(",", "\n").splitlines() if part.strip()]
    if name in _NUMBERS:
        return int(text) if text.removeprefix("-").isascii() and _is_number(text) else None
    return text or None


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdigit() and len(text) < 7


def form_of(known: Text | None, typed: Mapping[str, str] | None = None) -> RuleForm:
    """The form as it was typed, or as the rule stands, or empty."""
    texts = dict(typed) if typed is not None else _written(known)
    chosen = texts.get
    return RuleForm(
        name=texts.get("name", ""),
        severities=_options(SEVERITIES, chosen("severity") or "warning"),
        kinds=_options(TEST_KINDS, chosen("kind") or "required"),
        fields=_options([(name, field_said(name)) for name in FIELD_NAMES], chosen("field")),
        earlier=_options(_DAYS, chosen("earlier") or "submitted_date"),
        later=_options(_DAYS, chosen("later") or "decided_date"),
        file_kinds=tuple(
            Option(value=FILE_KIND + kind, label=file_kind_said(kind), chosen=bool(chosen(name)))
            for kind in get_args(FileKind)
            if (name := FILE_KIND + kind)
        ),
        texts={name: texts.get(name, "") for name in TYPED},
    )


def _written(known: Text | None) -> dict[str, str]:
    if known is None:
        return {}
    plain = msgspec.to_builtins(known)
    scope = plain.get("scope", {})
    kinds = {FILE_KIND + kind: "on" for kind in scope.pop("file_kinds", ())}
    parts = {**plain["test"], **scope, **kinds, "name": known.name}
    return {"severity": known.severity, **{name: _text(said) for name, said in parts.items()}}


def _text(said: object) -> str:
    if isinstance(said, list | tuple):
        return "\n".join(map(str, said))
    return "" if said is None else str(said)


def _options(
    known: "tuple[tuple[str, str], ...] | list[tuple[str, str]]", chosen: str | None
) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=label, chosen=value == chosen) for value, label in known)
