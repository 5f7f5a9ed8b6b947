"""Workbooks as Excel and its relatives write them, and as nobody should."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from hashlib import shake_256

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.application.readers.reading import (
    claims_of,
    faults_of,
    judged,
    layout_of,
    parts_of,
    problem_of,
)

from upstream.infrastructure.file_limits import Limits

HEADER = ["claim_id", "payer", "cpt", "submitted_date", "decided_date", "outcome", "billed_amount"]
ROW: list[object] = [
    "C1",
    "Aetna",
    "99213",
    date(2025, 1, 2),
    datetime(2025, 1, 20, 9, 30, tzinfo=UTC).replace(tzinfo=None),
    "PAID",
    1234.5,
]


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows: Iterable[object], fill: Callable[[Worksheet], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if fill is not None:
        fill(sheet)
    return saved(book)


@pytest.mark.feature("IN-2")
def test_dates_numbers_and_texts_are_read_as_they_are_shown() -> None:
    (claim,) = claims_of(book_of(HEADER, ROW))

    assert (claim.claim_ref, claim.payer, claim.cpt) == ("C1", "Aetna", "99213")
    assert (claim.submitted_on, claim.decided_on) == (date(2025, 1, 2), date(2025, 1, 20))
    assert claim.billed_cents == 123_450


def test_a_number_for_a_code_or_a_reference_keeps_every_digit() -> None:
    numbers: list[object] = [123456789012345, "Aetna", 99213, *ROW[3:6], 19.989999999999998]
    (claim,) = claims_of(book_of(HEADER, numbers))

    assert (claim.claim_ref, claim.cpt, claim.billed_cents) == ("123456789012345", "99213", 1_999)


def test_a_reference_that_excel_rounded_is_refused() -> None:
    content = book_of(HEADER, [1.2345678901234567e18, *ROW[1:]])

    assert faults_of(content) == [(2, ["row.number_rounded"])]


def test_error_cells_are_missing_not_nought() -> None:
    (claim,) = claims_of(book_of(HEADER, [*ROW[:6], "#REF!"]))

    assert claim.billed_cents is None


def test_unformatted_day_numbers_are_dates_where_the_whole_column_is_like_that() -> None:
    (claim,) = claims_of(book_of(HEADER, [*ROW[:3], 45659, 45660.75, "PAID", 10]))

    assert (claim.submitted_on, claim.decided_on) == (date(2025, 1, 2), date(2025, 1, 3))


@pytest.mark.feature("IN-2")
def test_a_title_above_the_header_and_blank_rows_are_passed_over() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:G1")

    content = book_of(["Denials of January"], [], HEADER, ROW, [], ROW, fill=merge)
    (part,) = parts_of(content)

    assert list(part.understood.lines) == [4, 6]
    assert any("row 3" in note for note in layout_of(content).notes)


def test_a_totals_row_is_no_claim() -> None:
    (part,) = parts_of(book_of(HEADER, ROW, ["Total", None, None, None, None, None, 1234.5]))

    assert (len(part.understood.facts), part.understood.skipped) == (1, 1)


@pytest.mark.feature("IN-2")
def test_the_first_visible_sheet_with_a_known_header_is_read_and_the_others_are_named() -> None:
    book = Workbook()
    book.worksheets[0].append(["Notes", "of", "somebody"])
    hidden = book.create_sheet("Hidden")
    hidden.append(HEADER)
    hidden.append(["H1", *ROW[1:]])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("Shown")
    shown.append(HEADER)
    shown.append(ROW)
    book.create_sheet("More")
    content = saved(book)

    assert [claim.claim_ref for claim in claims_of(content)] == ["C1"]
    notes = layout_of(content).notes
    assert any("Sheet 2 is hidden" in note for note in notes)
    assert any("Sheet 3 of 4 is read" in note for note in notes)


def test_a_hidden_sheet_alone_is_not_read() -> None:
    book = Workbook()
    hidden = book.create_sheet("Hidden")
    hidden.append(HEADER)
    hidden.append(ROW)
    hidden.sheet_state = "hidden"

    assert problem_of(saved(book)) == "upload.header_missing"


@pytest.mark.feature("IN-5")
def test_reading_goes_on_at_the_row_where_it_stopped() -> None:
    content = book_of(HEADER, *([f"C{n}", *ROW[1:]] for n in range(10)))
    whole = parts_of(content, rows_max=4)

    assert [len(part.understood.facts) for part in whole] == [4, 4, 2]
    assert parts_of(content, whole[0].next, rows_max=4)[0] == whole[1]


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, change(part) if entry.filename == name else part)
    return file.getvalue()


LONG = shake_256(b"long").hexdigest(3 << 20).encode()
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
NAMESPACE = b"http://schemas.openxmlformats.org"
INLINE = re.compile(rb't="inlineStr"><is><t>([^<]*)</t></is>')


def with_shared_texts(content: bytes) -> bytes:
    """The same workbook as Excel itself writes it: each text once, in a part of its own."""
    found: list[bytes] = []

    def shared(cell: re.Match[bytes]) -> bytes:
        found.append(cell[1])
        return b't="s"><v>%d</v>' % (len(found) - 1)

    content = with_part(content, SHEET, lambda xml: INLINE.sub(shared, xml))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    relation = b'<Relationship Id="t" Target="sharedStrings.xml" Type="%s"/></Relationships>' % (
        NAMESPACE + b"/officeDocument/2006/relationships/sharedStrings"
    )
    content = with_part(content, TYPES, lambda xml: xml.replace(b"</Types>", override))
    content = with_part(content, RELATIONS, lambda xml: xml.replace(b"</Relationships>", relation))
    texts = b"".join(b"<si><t>%s</t></si>" % text for text in found)
    part = b'<sst xmlns="%s/spreadsheetml/2006/main">%s</sst>' % (NAMESPACE, texts)
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", 8) as archive:
        archive.writestr(TEXTS, part)
    return file.getvalue()


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


def test_texts_that_cells_share_are_read_like_their_own() -> None:
    content = book_of(HEADER, ROW)

    assert claims_of(with_shared_texts(content)) == claims_of(content)


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
