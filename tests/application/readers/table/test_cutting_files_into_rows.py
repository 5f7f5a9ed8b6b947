"""A file in parts: every row once, on its physical line, whatever the quotation marks do."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.application.readers.table import parts as reading
from upstream.application.readers.table.parts import RawPart, parts
from upstream.domain.claims.layout import Shape

Row = tuple[int, list[str]]


def shape_of(width: int = 3, encoding: str = "utf-8", line_end: str = "\n") -> Shape:
    return Shape(encoding, ",", line_end, width, 1, 0)


def all_parts(content: bytes, shape: Shape, *, rows_max: int = 10_000) -> list[RawPart]:
    return list(parts(io.BytesIO(content), shape, line=1, offset=0, rows_max=rows_max))


def rows_of(found: list[RawPart]) -> list[Row]:
    """Regular and odd rows, in the order of the file."""
    rows: list[Row] = []
    for part in found:
        columns = part.rows.columns
        rows += [(n, [c[i] for c in columns]) for i, n in enumerate(part.rows.lines)]
        rows += part.rows.odd
    return sorted(rows)


def broken_in(found: list[RawPart]) -> list[tuple[int, str]]:
    return [(row.line, row.faults[0].code) for part in found for row in part.rows.broken]


def test_plain_rows_stand_by_column_on_their_lines() -> None:
    (part,) = all_parts(b"a,b,c\r\nd,e,f\n", shape_of())

    assert part.rows.columns == [["a", "d"], ["b", "e"], ["c", "f"]]
    assert list(part.rows.lines) == [1, 2]
    assert (part.next_line, part.next_offset) == (3, 13)


def test_rows_of_another_width_stand_apart() -> None:
    found = all_parts(b"a,b,c\n\nd,e\nf,g,h,i\nj,k,l,,\nm,n,o", shape_of())

    assert rows_of(found) == [
        (1, ["a", "b", "c"]),
        (2, [""]),
        (3, ["d", "e"]),
        (4, ["f", "g", "h", "i"]),
        (5, ["j", "k", "l"]),
        (6, ["m", "n", "o"]),
    ]


def test_a_quoted_text_may_go_over_lines_and_keeps_its_line_numbers() -> None:
    content = b'a,"x\ny, ""z""",c\nd,e,f\n'

    assert rows_of(all_parts(content, shape_of())) == [
        (1, ["a", 'x\ny, "z"', "c"]),
        (3, ["d", "e", "f"]),
    ]


def test_a_mark_that_never_closes_costs_its_own_line_only() -> None:
    content = b'a,b,c\nd,"e,f\ng,h,i\nj,k,l\n'
    found = all_parts(content, shape_of())

    assert broken_in(found) == [(2, "row.quote_unterminated")]
    assert [line for line, _ in rows_of(found)] == [1, 3, 4]


def test_a_mark_that_closes_in_a_later_row_costs_its_own_line_only() -> None:
    content = b'a,b,c\nd,"e,f\ng,h,i\n"j",k,l\nm,n,o\n'
    found = all_parts(content, shape_of())

    assert broken_in(found) == [(2, "row.quote_unterminated")]
    assert [line for line, _ in rows_of(found)] == [1, 3, 4, 5]


def test_marks_inside_a_quoted_text_must_be_doubled() -> None:
    found = all_parts(b'a,"b"x,c\nd,5" wide,f\n', shape_of())

    assert broken_in(found) == [(1, "row.quote_misplaced")]
    assert rows_of(found) == [(2, ["d", '5" wide', "f"])]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_lines_are_found_in_utf_16_too(encoding: str) -> None:
    """U+0A0A and U+0D0A hold the bytes of a line end without being one."""
    content = "a,\u0a0a\u0d0a,c\nd,e,f\ng,h,i\n".encode(encoding)

    assert rows_of(all_parts(content, shape_of(encoding=encoding), rows_max=1)) == [
        (1, ["a", "\u0a0a\u0d0a", "c"]),
        (2, ["d", "e", "f"]),
        (3, ["g", "h", "i"]),
    ]


def test_carriage_returns_alone_end_lines_where_there_is_nothing_else() -> None:
    found = all_parts(b"a,b,c\rd,e,f\rg,h,i", shape_of(line_end="\r"), rows_max=2)

    assert [line for line, _ in rows_of(found)] == [1, 2, 3]


def test_odd_bytes_in_utf_8_are_read_as_windows_1252() -> None:
    content = "a,M\u00fcller,c\n".encode() + "d,\u201cSmith\u201d,f\n".encode("cp1252")

    assert [row[1][1] for row in rows_of(all_parts(content, shape_of()))] == [
        "M\u00fcller",
        "\u201cSmith\u201d",
    ]


@pytest.mark.feature("IN-4")
def test_a_giant_line_is_one_rejected_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BYTES_MAX", 64)
    monkeypatch.setattr(reading, "_READ_BYTES", 32)
    content = b"a,b,c\n" + b"x" * 500 + b"\nd,e,f\n" + b"y" * 500
    found = all_parts(content, shape_of())

    assert broken_in(found) == [(2, "row.line_too_long"), (4, "row.line_too_long")]
    assert [line for line, _ in rows_of(found)] == [1, 3]
    assert found[-1].next_offset == len(content)


cells = st.text('ab,"\n\r é€', max_size=5)
tables = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=12)


@given(tables, st.integers(1, 5), st.sampled_from(["\n", "\r\n"]))
def test_what_was_written_is_read_in_parts_of_any_size(
    table: list[list[str]], rows_max: int, line_end: str
) -> None:
    written = io.StringIO(newline="")
    # With `\n` as its line end, `csv` leaves a cell with `\r` in it without quotation marks.
    if any("\r" in cell for row in table for cell in row):
        writer = csv.writer(written, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(written, lineterminator=line_end)
    writer.writerows(table)
    content = written.getvalue().encode()
    found = all_parts(content, shape_of(), rows_max=rows_max)

    assert [row for _, row in rows_of(found)] == table
    assert broken_in(found) == []
    assert found[-1].next_offset == len(content)


lines = st.lists(st.text('ab,"', max_size=8), min_size=1, max_size=20)


@pytest.mark.feature("IN-5")
@given(lines, st.integers(1, 4), st.integers(0, 10))
def test_reading_can_go_on_from_the_end_of_any_part(
    texts: list[str], rows_max: int, stop: int
) -> None:
    """Whatever the file holds: no row is lost and none comes twice."""
    content = "\n".join(texts).encode()
    found = all_parts(content, shape_of(), rows_max=rows_max)
    stop = min(stop, len(found) - 1) if found else 0
    rest = (
        list(
            parts(
                io.BytesIO(content),
                shape_of(),
                line=found[stop].next_line,
                offset=found[stop].next_offset,
                rows_max=rows_max,
            )
        )
        if found
        else []
    )

    assert rows_of(found[: stop + 1]) + rows_of(rest) == rows_of(found)
    assert broken_in(found[: stop + 1]) + broken_in(rest) == broken_in(found)
    seen = [line for line, _ in rows_of(found)] + [line for line, _ in broken_in(found)]
    assert len(seen) == len(set(seen))
    assert set(seen) <= set(range(1, len(texts) + 1))


@given(st.lists(st.lists(st.text("abc ", max_size=4), min_size=3, max_size=3), min_size=1))
def test_text_without_marks_is_cut_like_text_with_them(table: list[list[str]]) -> None:
    plain = "".join(",".join(row) + "\n" for row in table)
    quoted = '"q",q,q\n' + plain

    assert rows_of(all_parts(plain.encode(), shape_of())) == [
        (line - 1, row) for line, row in rows_of(all_parts(quoted.encode(), shape_of()))[1:]
    ]
