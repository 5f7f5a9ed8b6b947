"""Workbooks as Excel and its relatives write them."""

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.application.readers.excel.workbooks import (
    HEADER,
    ROW,
    book_of,
    saved,
    with_shared_texts,
)
from tests.application.readers.reading import (
    claims_of,
    faults_of,
    layout_of,
    parts_of,
    problem_of,
)


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


def test_texts_that_cells_share_are_read_like_their_own() -> None:
    content = book_of(HEADER, ROW)

    assert claims_of(with_shared_texts(content)) == claims_of(content)


@pytest.mark.feature("DQ-4")
def test_a_sheet_is_told_by_its_number_for_its_name_may_be_somebodys() -> None:
    book = Workbook()
    book.worksheets[0].title = "Annie Canary 1971-03-04"
    for row in (HEADER, ROW):
        book.worksheets[0].append(row)
    book.create_sheet("John Smith").append(["nothing"])
    notes = layout_of(saved(book)).notes

    assert notes[0] == "Sheet 1 of 2 is read."
    assert not any(name in str(notes) for name in ("Annie", "Canary", "1971", "Smith"))
