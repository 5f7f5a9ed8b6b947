"""Which column is which: what columns hold, what they are taken for, and what was chosen."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, get_args

import msgspec

from upstream.api.pages.frame.pieces import Option
from upstream.api.pages.frame.words import field_said
from upstream.application.uploads.previewing import Preview
from upstream.domain.claims.columns import MANY, ColumnName
from upstream.domain.claims.layout import Column
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.guess import Because
from upstream.domain.uploads.mapping import NONE, Choice
from upstream.domain.uploads.options import FOR_THIS_TIME, OPTIONS
from upstream.domain.uploads.recognition import recognised_columns

NAMES: Final[tuple[ColumnName, ...]] = get_args(ColumnName)
NO_DECISION_DATE: Final = "no_decision_date"
_SURE: Final[dict[Because, str]] = {
    "header_and_values": "by its header and its values",
    "header": "by its header",
    "values": "by its values",
}


class ColumnShown(msgspec.Struct, frozen=True, kw_only=True):
    """`field` is the name of its choice in the form; `how` says why it is chosen already."""

    field: str
    header: str
    is_personal: bool
    cells: tuple[str, ...]
    choices: tuple[Option, ...]
    how: str | None


class OptionShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    label: str
    choices: tuple[Option, ...]


class MappingPage(msgspec.Struct, frozen=True, kw_only=True):
    """`takes_in` where the file can be uploaded again; else the answer counts from the next on."""

    action: str
    upload_href: str
    file_name: str
    explained: str
    takes_in: bool
    columns: tuple[ColumnShown, ...]
    options: tuple[OptionShown, ...]
    no_decision_date: bool
    source: str
    problem: str | None = None


def columns_of(
    preview: Preview, said: Mapping[str, str], problem: FileProblem | None
) -> tuple[ColumnShown, ...]:
    headers = [column.header for column in preview.columns]
    chosen = tuple(Choice(name, value) for name, value in said.items() if name not in OPTIONS)
    known = {column.index: column for column in recognised_columns(headers, chosen)}
    guesses = {guess.header: guess for guess in problem.guesses} if problem else {}
    shown = []
    for index, column in enumerate(preview.columns):
        guess = guesses.get(column.header)
        found = known.get(index)
        name = found.name if found else guess.name if guess else None
        how = _how(found, said) if found else None
        if guess and not found:
            how = f"guessed {_SURE[guess.because]}, {guess.confidence} %"
        shown.append(
            ColumnShown(
                field=f"column_{index}",
                header=column.header,
                is_personal=column.is_personal,
                cells=column.cells,
                choices=_choices(name),
                how=how,
            )
        )
    return tuple(shown)


def options_of(said: Mapping[str, str]) -> tuple[OptionShown, ...]:
    return tuple(
        OptionShown(
            name=name,
            label=field_said(name),
            choices=(
                Option(value="", label="As found", chosen=name not in said),
                *(Option(value=one, label=one, chosen=said.get(name) == one) for one in values),
            ),
        )
        for name, values in OPTIONS.items()
        if name not in FOR_THIS_TIME
    )


def mapping_in(form: Mapping[str, str], headers: list[str]) -> dict[str, str]:
    """What the form says, complete: a column nobody chose is said to be none of this file's.

    A name chosen twice stays out where many columns may have it, and is refused below otherwise:
    the header that stands for it is then the last one.
    """
    chosen = {
        header: form.get(f"column_{index}", "") for index, header in enumerate(headers) if header
    }
    times = Counter(name for name in chosen.values() if name)
    mapping = {name: header for header, name in chosen.items() if name and times[name] == 1}
    for name in NAMES:
        optional = name != "decided_date" or NO_DECISION_DATE in form
        if times[name] == 0 and name not in _NEEDED and optional:
            mapping[name] = NONE
    options = {name: form[name] for name in OPTIONS if form.get(name)}
    return mapping | {name: one for name, one in options.items() if name not in FOR_THIS_TIME}


def chosen_twice(form: Mapping[str, str]) -> list[str]:
    """Names that stand beside several columns, though only one can be it."""
    times = Counter(value for field, value in form.items() if field.startswith("column_") and value)
    return [name for name, count in times.items() if count > 1 and name not in MANY]


_NEEDED: Final = frozenset({"payer", "cpt", "submitted_date", "outcome"})


def _choices(name: ColumnName | None) -> tuple[Option, ...]:
    nothing = Option(value="", label="Not used", chosen=name is None)
    return (
        nothing,
        *(Option(value=one, label=field_said(one), chosen=one == name) for one in NAMES),
    )


def _how(column: Column, said: Mapping[str, str]) -> str:
    if column.name in said:
        return "as was said"
    known = "our own name" if column.confidence == 100 else "a known header"
    return f"{known}, {column.confidence} %"
