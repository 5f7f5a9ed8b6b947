"""The rows of a sheet, held against openpyxl's own reading of the same cells."""

import io
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.application.readers.excel.workbooks import SHEET, book_of, with_part, with_shared_texts

from upstream.application.readers.excel.sheets import Sheets, WorkbookUnreadable

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12)
DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2999, 12, 31))
VALUES = (
    st.none()
    | WORDS.map(str.strip)
    | st.integers(-(10**14), 10**14)
    | st.decimals(-(10**9), 10**9, places=2).map(float)
    | st.booleans()
    | DAYS
    | st.datetimes(datetime(1901, 1, 1), datetime(2999, 1, 1)).map(  # noqa: DTZ001  Excel has no zones
        lambda moment: moment.replace(microsecond=0)
    )
)


def rows_of(content: bytes, width: int = 7) -> list[list[str]]:
    with closing(Sheets(io.BytesIO(content))) as sheets:
        return [row.cells for row in sheets.rows(0, width=width)]


def as_shown(value: object) -> str:
    """What openpyxl read, as the text a person reads."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            return format(value, ".15g")
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case _:
            return str(value)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5),
    shared=st.booleans(),
)
def test_every_cell_says_what_openpyxl_says(rows: list[list[object]], shared: bool) -> None:
    content = book_of(*rows)
    content = with_shared_texts(content) if shared else content
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    theirs = [
        [as_shown(value) for value in row]
        for row in book.worksheets[0].iter_rows(max_col=3, values_only=True)
    ]

    assert rows_of(content, 3) == [row for row in theirs if any(row)]


SPOKEN = b"<is><r><t>on</t></r> <r><t>e </t></r><rPh><t>wun</t></rPh></is>"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (b'<c r="A1" t="inlineStr"><is><t>one</t></is></c>', "one"),
        (b'<c r="A1" t="inlineStr">' + SPOKEN + b"</c>", "one "),
        (b'<c r="A1"><f>1+1</f><v>2</v></c>', "2"),
        (b'<c r="A1" t="str"><f>A2&amp;"x"</f><v>a&amp;b</v></c>', "a&b"),
        (b'<c r="A1">\n  <v>0.1</v>\n  </c>', "0.1"),
        (b'<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        (b'<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        (b'<c r="A1" t="d"><v>2025-03-04T00:00:00</v></c>', "2025-03-04"),
        (b"<c><v>007</v></c>", "7"),
        (b'<c r="A1"><v>19.989999999999998</v></c>', "19.99"),
    ],
)
def test_each_kind_of_cell_is_read_however_it_is_written(cell: bytes, said: str) -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    whole = sheet + b"<sheetData>\n<row>" + cell + b"</row>\n</sheetData></worksheet>"
    assert rows_of(with_part(book_of(["x"]), SHEET, lambda _: whole), 1) == [[said]]

    prefixed = (
        whole.replace(b"xmlns=", b"xmlns:x=").replace(b"</", b"</x:").replace(b"<", b"<x:")
    ).replace(b"<x:/x:", b"</x:")
    assert rows_of(with_part(book_of(["x"]), SHEET, lambda _: prefixed), 1) == [[said]]


def test_amounts_lose_nothing_on_the_way() -> None:
    amounts = [Decimal(cents) / 100 for cents in range(0, 100_000, 137)]
    read = rows_of(book_of(*([float(amount), "x"] for amount in amounts)), 1)

    assert [Decimal(row[0]) for row in read if row[0]] == amounts


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY e "eeee">]><worksheet><sheetData><row><c><v>&e;</v></c></row>',
        b'<worksheet><sheetData><row r="x"><c><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1.5"><c><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row><c r="XFE1"><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row><c t="d"><v>tomorrow</v></c></row></sheetData></worksheet>',
        b"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>",
    ],
)
def test_nonsense_is_refused(xml: bytes) -> None:
    with pytest.raises(WorkbookUnreadable):
        rows_of(with_part(book_of(["x"]), SHEET, lambda _: xml))


def test_rows_that_go_back_or_say_nothing_are_none() -> None:
    cells = b"<c><v>%d</v></c>"
    rows = b"".join(
        b'<row r="%d">' % number + cells % number + b"</row>" for number in (2, 5, 5, 3, 9)
    )
    xml = b'<worksheet><sheetData><row r="1"/>' + rows + b"</sheetData></worksheet>"

    assert rows_of(with_part(book_of(["x"]), SHEET, lambda _: xml), 1) == [["2"], ["5"], ["9"]]
