"""From a file's headers and its first rows to the one way in which all of it is read."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec
from msgspec.structs import replace

from upstream.domain.claims import dates, money
from upstream.domain.claims.columns import AMOUNTS, DATES, KNOWN_HEADERS, NEEDED
from upstream.domain.claims.columns import normalised as normal
from upstream.domain.claims.dates import DateStyle
from upstream.domain.claims.layout import Column, Layout, Shape, StyleFrom
from upstream.domain.claims.money import DecimalStyle
from upstream.domain.personal.labels import masked_header
from upstream.domain.uploads.corrections import corrected_upload, is_ours
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.grain import grain_of
from upstream.domain.uploads.guessing import guesses
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.options import DATE_ORDER, DECIMAL, said
from upstream.domain.uploads.personal_columns import judged_columns
from upstream.domain.uploads.recognition import Recognition, recognise, shown

Proof = DateStyle | Literal["conflict"] | None
_ORDERS: dict[str, DateStyle] = {"mdy": "month_first", "dmy": "day_first"}
_DECIMALS: dict[str, DecimalStyle] = {"point": "point", "comma": "comma"}


class Sample(msgspec.Struct, frozen=True):
    """What was seen of a file before any row counts."""

    shape: Shape
    headers: tuple[str, ...]
    columns: list[list[str]]
    """The first rows, by column."""
    rows: int
    """How many records the sample holds, sound or not."""
    notes: tuple[str, ...]
    lines: Sequence[int] = ()
    """The physical lines of the rows of `columns`."""


def plan(sample: Sample, chosen: tuple[Choice, ...], *, today: date) -> Layout | FileProblem:
    """The layout all rows will be read by; or what stands in the way."""
    sample = replace(sample, headers=tuple(map(masked_header, sample.headers)))
    recognition = recognise(sample.headers, chosen)
    if isinstance(recognition, FileProblem):
        return _with_guesses(recognition, sample, chosen, today)
    if not sample.rows:
        return FileProblem(code="upload.no_rows", detail="The file has a header but no rows.")
    judged = judged_columns(sample, recognition, today)
    if isinstance(judged, FileProblem):
        return judged
    layout = _styled(sample, judged.recognition, chosen, today)
    if isinstance(layout, FileProblem):
        return layout
    grain = grain_of(layout, sample.columns, chosen)
    if isinstance(grain, FileProblem):
        return grain
    return replace(
        layout,
        found=judged.found,
        screening=judged.screening,
        grain=grain,
        corrects=corrected_upload(sample.headers, sample.columns),
    )


def _styled(
    sample: Sample, recognition: Recognition, chosen: tuple[Choice, ...], today: date
) -> Layout | FileProblem:
    cells = {column.index: sample.columns[column.index] for column in recognition.columns}
    told = _ORDERS.get(said(chosen, DATE_ORDER) or "")
    proofs = {
        column.index: dates.style_of(cells[column.index])
        for column in recognition.columns
        if column.name in DATES
    }
    if "conflict" in proofs.values() and told is None:
        return _which_order(recognition, proofs)
    usual = _usual_order(set(proofs.values()), told)
    decimal = _DECIMALS.get(said(chosen, DECIMAL) or "")
    columns = tuple(
        _with_decimal(column, cells[column.index], decimal)
        if column.name in AMOUNTS
        else _with_order(column, cells[column.index], proofs.get(column.index), usual, told=told)
        for column in recognition.columns
    )
    assumed = (_assumption(column, cells[column.index], proofs, told) for column in columns)
    return Layout(
        shape=sample.shape,
        columns=columns,
        today=today,
        personal=recognition.personal,
        ignored=recognition.ignored,
        notes=(*sample.notes, *filter(None, assumed)),
        headers=tuple(shown(one) for one in sample.headers if not is_ours(one)),
    )


def _with_guesses(
    problem: FileProblem, sample: Sample, chosen: tuple[Choice, ...], today: date
) -> FileProblem:
    """What nobody named, looked for among the columns that are nothing yet."""
    asked = [name for name in NEEDED if name in problem.asks]
    if problem.code != "upload.mapping_needed" or not asked or not sample.rows:
        return problem
    said_of = {normal(choice.value) for choice in chosen} | KNOWN_HEADERS
    left = [n for n, header in enumerate(sample.headers) if normal(header) not in said_of]
    headers, cells = [sample.headers[n] for n in left], [sample.columns[n] for n in left]
    found = guesses(asked, [shown(header) for header in headers], cells, today)
    told = {choice.name: choice for choice in problem.suggested}
    told |= {guess.name: Choice(guess.name, guess.header) for guess in found}
    suggested = tuple(told[name] for name in problem.asks if name in told)
    return replace(problem, suggested=suggested, guesses=found)


def _usual_order(proofs: set[Proof], told: DateStyle | None) -> DateStyle:
    """The order of day and month where a column proves none: the file's other dates, or ours."""
    if told is not None:
        return told
    return "day_first" if "day_first" in proofs and "month_first" not in proofs else "month_first"


def _with_decimal(column: Column, cells: list[str], told: DecimalStyle | None) -> Column:
    if told:
        return replace(column, style=told, style_from="told")
    is_proven = any("." in cell or "," in cell for cell in cells)
    style = money.style_of(cells)
    return replace(column, style=style, style_from="proven" if is_proven else "assumed")


def _with_order(
    column: Column, cells: list[str], proof: Proof, usual: DateStyle, *, told: DateStyle | None
) -> Column:
    if column.name not in DATES:
        return column
    if proof == "excel" or (told is None and proof in {"day_first", "month_first"}):
        return replace(column, style=proof, style_from="proven")
    sure: StyleFrom = "told" if told else "assumed"
    return replace(column, style=usual, style_from=sure if dates.is_ambiguous(cells) else None)


def _assumption(
    column: Column, cells: list[str], proofs: dict[int, Proof], told: DateStyle | None
) -> str | None:
    match column.style:
        case "excel":
            return f"{column.name}: spreadsheet day numbers are read as dates."
        case "comma":
            return f"{column.name}: amounts are read with a decimal comma."
        case "month_first" | "day_first" as style:
            if told or proofs[column.index] or not dates.is_ambiguous(cells):
                return None
            order = style.replace("_", " ")
            return f"{column.name}: dates are read {order}; say date_order if that is wrong."
        case _:
            return None


def _which_order(recognition: Recognition, proofs: dict[int, Proof]) -> FileProblem:
    names = [c.name for c in recognition.columns if proofs.get(c.index) == "conflict"]
    detail = (
        f"Some dates of {', '.join(names)} can only be month first and others only day first."
        " Say date_order: mdy or dmy; rows that do not fit it will be rejected."
    )
    return FileProblem(
        code="upload.mapping_needed",
        detail=detail,
        asks=(DATE_ORDER,),
        suggested=(Choice(DATE_ORDER, "mdy"),),
    )
