"""Encoding, delimiter and totals of a text: found, said aloud, overridden by a person's word."""

import pytest
from tests.application.readers.reading import claims_of, layout_of

HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount\n"


def rows(*amounts: str, payer: str = "Aetna") -> str:
    return "".join(
        f"C{n},{payer},99213,2025-01-02,2025-01-20,PAID,{amount}\n"
        for n, amount in enumerate(amounts)
    )


@pytest.mark.feature("IN-2")
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-16-le"])
def test_an_encoding_that_a_person_names_is_the_encoding(encoding: str) -> None:
    content = (HEADER + rows("1.00", payer="Peña")).encode(encoding)
    (claim,) = claims_of(content, mapping={"encoding": encoding})

    assert claim.payer == "Peña"
    assert layout_of(content, mapping={"encoding": encoding}).shape.encoding == encoding


def test_a_delimiter_that_a_person_names_is_the_delimiter() -> None:
    content = (HEADER + rows("1.00")).replace(",", "|").encode()

    assert layout_of(content, mapping={"delimiter": "pipe"}).shape.delimiter == "|"


def test_lines_of_another_encoding_in_between_are_read_too() -> None:
    good = rows("1.00", "2.00", payer="Peña").encode()
    odd = rows("3.00", payer="Nuñez").replace("C0", "C9").encode("cp1252")

    assert [claim.payer for claim in claims_of(HEADER.encode() + good + odd)] == [
        "Peña",
        "Peña",
        "Nuñez",
    ]


@pytest.mark.feature("IN-15")
@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("600.00", "that is the sum"),
        ("$600.00", "that is the sum"),
        ("601.27", "a difference of -1.27"),
    ],
)
def test_a_totals_row_is_held_against_the_sum_of_the_rows(total: str, said: str) -> None:
    content = (HEADER + rows("100.00", "200.00", "300.00") + f"TOTAL,,,,,,{total}\n").encode()
    (note,) = (note for note in layout_of(content).notes if "totals row" in note)

    assert said in note
    assert len(claims_of(content)) == 3


def test_refused_rows_count_in_the_sum_as_they_did_for_who_added_them_up() -> None:
    bad = rows("50.00").replace("99213", "no code").replace("C0", "C9")
    content = (HEADER + rows("100.00") + bad + "Grand total,,,,,,150.00\n").encode()

    assert any("that is the sum" in note for note in layout_of(content).notes)


def test_a_file_without_totals_has_nothing_to_hold_against() -> None:
    content = (HEADER + rows("100.00") + "END OF REPORT\n").encode()

    assert not any("totals row" in note for note in layout_of(content).notes)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_change_nothing(end: str) -> None:
    """A totals row is found whatever ends its line, in UTF-16 too."""
    text = (HEADER + rows("100.00") + "TOTAL,,,,,,100.00\n").replace("\n", end)

    for content in (text.encode(), b"\xff\xfe" + text.encode("utf-16-le")):
        assert any("that is the sum" in note for note in layout_of(content).notes)


@pytest.mark.feature("IN-2")
def test_every_column_says_how_sure_its_style_is() -> None:
    """3/4 alone could be April; 25/4 could not; a person's word ends the question."""
    text = HEADER + "C1,Aetna,99213,3/4/2025,25/4/2025,PAID,1.00\n"
    found = {column.name: column for column in layout_of(text.encode()).columns}
    told = layout_of(text.encode(), mapping={"date_order": "dmy", "decimal": "point"}).columns

    assert found["submitted_date"].style_from == "assumed"
    assert (found["decided_date"].style, found["decided_date"].style_from) == (
        "day_first",
        "proven",
    )
    assert found["billed_amount"].style_from == "proven"
    assert {column.style_from for column in told if column.style} == {"told"}
