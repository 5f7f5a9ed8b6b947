"""Which column may hold what nobody named: by the words of its header and by what its cells say.

A guess is only ever offered to a person, with its confidence and what speaks for it.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from upstream.domain.claims.cells import said, text_cell
from upstream.domain.claims.columns import AMOUNTS, DATES, ColumnName
from upstream.domain.claims.columns import normalised as normal
from upstream.domain.claims.dates import DateStyle, date_cell, style_of
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.money import money_cell
from upstream.domain.claims.outcomes import outcome_in
from upstream.domain.claims.procedures import code_cell
from upstream.domain.personal.headers import is_personal
from upstream.domain.uploads.guess import Because, Guess
from upstream.domain.uploads.recognition import telling_words

Says = Callable[[list[str]], float]

CELLS_MAX: Final = 500
"""Of each column so many are looked at: enough to tell a date from a code."""
CONFIDENCE_MIN: Final = 40
_FITS: Final = 0.8
"""From this share of fitting cells on a column is of that kind."""


def guesses(
    names: Sequence[ColumnName],
    headers: Sequence[str],
    columns: Sequence[list[str]],
    today: date,
) -> tuple[Guess, ...]:
    """At most one for each name and for each column, the surest first. `columns` are those of
    `headers`; none that may tell who a patient is, is ever guessed.
    """
    found = [
        guess
        for header, cells in zip(headers, columns, strict=True)
        if header.strip() and not is_personal(normal(header))
        for name in names
        if (guess := _guess(name, header, cells[:CELLS_MAX], today))
    ]
    chosen: dict[ColumnName, Guess] = {}
    taken: set[str] = set()
    for guess in sorted(found, key=lambda one: (-one.confidence, names.index(one.name))):
        if guess.name not in chosen and guess.header not in taken:
            chosen[guess.name] = guess
            taken.add(guess.header)
    return tuple(chosen.values())


def _guess(name: ColumnName, header: str, cells: list[str], today: date) -> Guess | None:
    told = telling_words(name) & set(normal(header).split("_"))
    share = _share(name, cells, today)
    if told:
        fits = share is None or share >= _FITS
        certain = 75 if share is None else round(60 + 25 * share) if fits else CONFIDENCE_MIN
        because: Because = "header_and_values" if fits and share is not None else "header"
        return Guess(name, header, certain, because)
    if share is None or share < _FITS or name in AMOUNTS:
        return None
    return Guess(name, header, round(60 * share), "values")


def _share(name: ColumnName, cells: list[str], today: date) -> float | None:
    """The share of cells that could be this column's; None where any text could be."""
    texts = [text for cell in cells if (text := said(cell))]
    says = _says(name, today)
    return says(texts) if says and texts else None


def _says(name: ColumnName, today: date) -> Says | None:
    if name in DATES:
        return partial(_dates, today)
    if name in AMOUNTS:
        parse = money_cell(name, "point")
        return partial(_readable, lambda cell: not isinstance(parse(cell), Fault))
    match name:
        case "cpt":
            code = code_cell(name)
            return partial(_readable, lambda cell: not isinstance(code(cell), Fault))
        case "outcome":
            return partial(_readable, _is_outcome)
        case "payer":
            return _names
        case _:
            return None


def _readable(holds: Callable[[str], bool], texts: list[str]) -> float:
    return sum(map(holds, texts)) / len(texts)


def _dates(today: date, texts: list[str]) -> float:
    proven = style_of(texts)
    style: DateStyle = proven if proven in {"day_first", "excel"} else "month_first"
    parse = date_cell("date", style, today=today)
    return _readable(lambda cell: isinstance(parse(cell), date), texts)


def _is_outcome(cell: str) -> bool:
    return not cell.isdigit() and outcome_in(cell) in {"PAID", "DENIED", "PENDING"}


def _names(texts: list[str]) -> float:
    """Few names that come again and again, as payers do; a claim's own texts are all different."""
    parse = text_cell("payer", length_max=200)
    distinct = len(set(texts)) / len(texts)
    wordy = _readable(lambda cell: bool(parse(cell)) and not any(map(str.isdigit, cell)), texts)
    codes = _readable(lambda cell: len(cell) <= 3 or _is_outcome(cell), texts)
    return wordy if distinct <= 0.5 and codes < 0.2 else 0.0
