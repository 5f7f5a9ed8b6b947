"""A file of rates, delimited text with a header, becomes a schedule; read in parts, or refused."""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final, NamedTuple

from upstream.application.readers.table.decoding import decoded, encoding_of, offset_of_line
from upstream.application.readers.table.parts import parts
from upstream.domain.claims.layout import Shape
from upstream.domain.contracts.columns import COLUMNS, HEADERS, Column, recognised
from upstream.domain.contracts.loading import refuse_faults
from upstream.domain.contracts.rates import RATES_MAX, Rate, RateFault, faults_of, tidied
from upstream.domain.contracts.refusals import RatesFileUnreadable, TooManyRates
from upstream.domain.contracts.rows import rate_of_cells

FILE_BYTES_MAX: Final = 16 << 20
"""Eighty bytes a rate where there are as many as may be: beyond any fee schedule."""

_HEAD_BYTES: Final = 1 << 16
_HEADER_WITHIN_LINES: Final = 20
_DELIMITERS: Final = (",", "\t", ";", "|")
_FAULTS_MAX: Final = 200
"""So many wrong rows say as much as all of them."""


class RatesFile(NamedTuple):
    """How a file of rates is written, and which of its columns is which."""

    shape: Shape
    columns: Mapping[Column, int]


def read_rates(file: BinaryIO) -> tuple[Rate, ...]:
    """Every rate of the file. Raises `RatesFileUnreadable`, `RatesInvalid`, `TooManyRates`."""
    found = _judged(file)
    rates: list[Rate] = []
    rows: list[int] = []
    faults: list[RateFault] = []
    for line, cells in _rows(file, found.shape):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rates) >= RATES_MAX:
            detail = f"a schedule has at most {RATES_MAX} rates"
            raise TooManyRates(detail, rates_max=RATES_MAX)
        read = rate_of_cells({name: cells[place] for name, place in found.columns.items()})
        faults += [RateFault(len(rates), column, detail) for column, detail in read.faults]
        rates.append(tidied(read.rate))
        rows.append(line)
        if len(faults) > _FAULTS_MAX:
            break
    unread = {fault.place for fault in faults}
    faults += [fault for fault in faults_of(rates) if fault.place not in unread]
    refuse_faults(sorted(faults), rows=rows)
    return tuple(rates)


def _rows(file: BinaryIO, shape: Shape) -> Iterator[tuple[int, Sequence[str]]]:
    """Physical line and cells. Raises `RatesFileUnreadable` at a row that is none."""
    for part in parts(file, shape, line=shape.first_line, offset=shape.first_offset):
        rows = part.rows
        if rows.broken:
            _refuse_row(rows.broken[0].line, "cannot be read: a quotation mark is left open")
        for line, cells in rows.odd:
            if any(cell.strip() for cell in cells):
                _refuse_row(line, f"has {len(cells)} fields, the header {shape.width}")
        yield from zip(rows.lines, zip(*rows.columns, strict=True), strict=False)


def _refuse_row(line: int, why: str) -> None:
    raise RatesFileUnreadable(f"row {line} {why}", row=line)


def _judged(file: BinaryIO) -> RatesFile:
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    encoding, mark = encoding_of(head)
    text = decoded(head[mark:], encoding)
    lines = text.splitlines()[:_HEADER_WITHIN_LINES]
    best: RatesFile | None = None
    for number, line in enumerate(lines, 1):
        for delimiter in _DELIMITERS:
            cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
            columns = recognised(cells)
            if "cpt" in columns and (best is None or len(columns) > len(best.columns)):
                shape = Shape(
                    encoding=encoding,
                    delimiter=delimiter,
                    line_end="\n" if "\n" in text else "\r",
                    width=len(cells),
                    first_line=number + 1,
                    first_offset=mark + offset_of_line(head[mark:], encoding, number),
                )
                best = RatesFile(shape, columns)
    if best is None or not {"amount", "percent"} & best.columns.keys():
        wanted = ", ".join(f"{name} (or {HEADERS[name][1]})" for name in COLUMNS)
        detail = f"no row of headers was found; a file of rates has {wanted}"
        raise RatesFileUnreadable(detail, row=1)
    return best
