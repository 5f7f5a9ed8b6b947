"""Workbooks as nobody should write them."""

import io
import zipfile
from collections.abc import Callable

import pytest
from tests.application.readers.excel.workbooks import (
    HEADER,
    LONG,
    ROW,
    SHEET,
    TEXTS,
    book_of,
    with_part,
    with_shared_texts,
)
from tests.application.readers.reading import judged, problem_of

from upstream.infrastructure.file_limits import Limits


@pytest.mark.feature("IN-4")
@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda xml: xml.replace(b"<row ", b"<!DOCTYPE x><row ", 1)),
        (SHEET, lambda xml: xml[:200]),
        (SHEET, lambda xml: xml.replace(b'r="A1"', b'r="ZZZZZZ1"')),
        (SHEET, lambda xml: xml.replace(b"<v>", b"<v>x")),
        (TEXTS, lambda xml: xml[:100]),
        (TEXTS, lambda xml: xml.replace(b"<si><t>", b"<si><t>" + LONG, 1)),
        ("xl/workbook.xml", lambda _: b"<workbook/>"),
        ("xl/styles.xml", lambda _: b"not xml"),
        ("[Content_Types].xml", lambda _: b""),
    ],
)
def test_xml_that_no_spreadsheet_writes_is_refused_as_a_whole(
    part: str, change: Callable[[bytes], bytes]
) -> None:
    content = with_part(with_shared_texts(book_of(HEADER, ROW)), part, change)

    assert problem_of(content) == "upload.workbook_unreadable"


def test_a_row_without_end_is_refused() -> None:
    cells = b"".join(b'<c r="A2"><v>1</v></c>' for _ in range(300_000))
    content = with_part(
        book_of(HEADER, ROW), SHEET, lambda xml: xml.replace(b'<row r="2"', cells + b'<row r="2"')
    )

    assert problem_of(content) == "upload.workbook_unreadable"


@pytest.mark.feature("IN-4")
def test_a_bomb_of_shared_texts_is_refused_by_the_directory() -> None:
    bomb = b"<sst>" + b"<si><t>A</t></si>" * 8_000_000 + b"</sst>"
    content = with_part(with_shared_texts(book_of(HEADER, ROW)), TEXTS, lambda _: bomb)

    assert problem_of(content) == "upload.packed_too_large"


def test_a_workbook_that_expands_too_far_is_refused() -> None:
    content = book_of(HEADER, *([f"C{n}", *ROW[1:]] for n in range(1_000)))

    assert problem_of(content, Limits(expanded_bytes_max=10_000)) == "upload.packed_too_large"


def test_a_damaged_workbook_is_refused() -> None:
    content = bytearray(book_of(HEADER, *([f"C{n}", *ROW[1:]] for n in range(1_000))))
    content[len(content) // 2] ^= 0xFF

    assert problem_of(bytes(content)) == "upload.packed_broken"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("[Content_Types].xml", "xl/workbook.bin"), "xlsb"),
        (("[Content_Types].xml", "word/document.xml"), "Word"),
        (("mimetype", "content.xml"), "ods"),
    ],
)
def test_other_office_files_are_named(names: tuple[str, ...], said: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    verdict = judged(file.getvalue())

    assert said in getattr(verdict, "detail", "")


def test_a_row_far_down_the_sheet_costs_nothing_and_beyond_excel_is_none() -> None:
    far = book_of(HEADER, ROW)
    content = with_part(far, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"'))

    assert problem_of(content) == "upload.no_rows"
