"""What a file is and how it is written, seen from its beginning."""

import io
from datetime import date

import pytest

from upstream.application.readers.catalogue import reader_for
from upstream.application.readers.table.decoding import encoding_of, offset_of_line
from upstream.application.readers.table.sniffing import sniff
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import choices
from upstream.domain.uploads.planning import Sample

HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome"
ROW = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID"
TODAY = date(2025, 6, 1)
TEXT = f"{HEADER}\n{ROW}\n"


def sampled(content: bytes, **mapping: str) -> Sample:
    found = sniff(io.BytesIO(content), choices(mapping))
    assert isinstance(found, Sample), found
    return found


def problem(content: bytes) -> FileProblem:
    file = io.BytesIO(content)
    reader = reader_for(file)
    found = reader if isinstance(reader, FileProblem) else reader.judge(file, (), today=TODAY)
    assert isinstance(found, FileProblem)
    return found


def payers(sample: Sample) -> list[str]:
    return sample.columns[sample.headers.index("payer")]


@pytest.mark.feature("IN-2")
@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.replace("Aetna", "Mu\u00f1oz \u2013 Plus").encode("cp1252"), "cp1252"),
        (TEXT.replace("Aetna", "Mu\u00f1oz").encode(), "utf-8"),
    ],
)
def test_the_encoding_is_found(content: bytes, encoding: str) -> None:
    sample = sampled(content)

    assert sample.shape.encoding == encoding
    assert sample.headers == tuple(HEADER.split(","))
    assert payers(sample)[0].startswith(("Aetna", "Mu\u00f1oz"))


@pytest.mark.feature("IN-2")
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_end_are_found(delimiter: str, line_end: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", line_end)
    sample = sampled(text.encode())

    assert sample.shape.delimiter == delimiter
    assert sample.shape.line_end == ("\r" if line_end == "\r" else "\n")
    assert sample.shape.first_offset == len(HEADER + line_end)
    assert payers(sample) == ["Aetna"]
    assert sample.rows == 1


def test_what_was_found_is_said() -> None:
    sample = sampled(TEXT.replace(",", ";").encode("utf-16"))

    assert sample.notes == (
        "The file is read as UTF-16.",
        "Fields are separated by semicolons.",
    )


def test_lines_before_the_header_are_passed_over_and_said() -> None:
    title = 'ACME HOSPITAL, DENIALS\nRun date: 02/01/2025, "all\npayers"\n\n'
    sample = sampled((title + TEXT).encode())

    assert sample.shape.first_line == 6
    assert sample.notes == ("The header is on line 5; the lines before it are not read.",)
    assert payers(sample) == ["Aetna"]


def test_headers_that_a_person_named_are_looked_for() -> None:
    content = b"Zahler,Ziffer\nAetna,99213\n"

    assert problem(content).code == "upload.header_missing"
    assert sampled(content, payer="Zahler", cpt="Ziffer").headers == ("Zahler", "Ziffer")


def test_delimiters_behind_the_last_header_are_no_columns() -> None:
    sample = sampled(f"{HEADER},,\n{ROW},,\n".encode())

    assert sample.shape.width == 6
    assert payers(sample) == ["Aetna"]


def test_a_first_row_of_data_is_never_taken_for_a_header() -> None:
    found = problem(f"{ROW}\n{ROW}\n".encode())

    assert found.code == "upload.header_missing"
    assert "Aetna" not in found.detail


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "upload.empty", "nothing"),
        (b" \r\n\n\t\n", "upload.empty", "nothing"),
        (b"\xff\xfe", "upload.empty", "nothing"),
        (b"BZh91AY&SY", "upload.not_a_table", "bzip2"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "upload.not_a_table", "xls"),
        (b"%PDF-1.7", "upload.not_a_table", "PDF"),
        (b"<html><table>", "upload.not_a_table", "HTML"),
        (b'\xef\xbb\xbf {"claims": []}', "upload.not_a_table", "JSON"),
        (b"ISA*00*          *00*", "upload.x12_unreadable", "X12"),
    ],
)
def test_a_file_that_is_no_table_is_called_what_it_is(content: bytes, code: str, said: str) -> None:
    found = problem(content)

    assert found.code == code
    assert said in found.detail


def test_lines_are_counted_in_bytes_whatever_ends_them() -> None:
    assert offset_of_line(b"a\r\nb\rc\nd", "utf-8", 0) == 0
    assert offset_of_line(b"a\r\nb\rc\nd", "utf-8", 2) == 5
    assert offset_of_line(b"a\r\nb\rc\nd", "utf-8", 9) == 8
    assert offset_of_line("é\nb\n".encode("utf-16-le"), "utf-16-le", 1) == 4
    assert encoding_of("é".encode("cp1252") * 5)[0] == "cp1252"
