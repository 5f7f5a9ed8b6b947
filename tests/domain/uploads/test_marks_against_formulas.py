"""A cell goes out safe for a spreadsheet and comes back as it was."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.uploads.corrections import corrected_upload, restored, safe


@pytest.mark.feature("IN-14")
@given(st.text() | st.sampled_from(["=1+1", "'=1+1", "''", "-5.00", "+1", "@x", "\t=", "'000124"]))
def test_whatever_went_out_comes_back_the_same(cell: str) -> None:
    assert restored(safe(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("-5.00", "-5.00"),
        ("($12.00)", "($12.00)"),
        ("Aetna", "Aetna"),
    ],
)
def test_formulas_are_marked_and_numbers_are_not(cell: str, shown: str) -> None:
    assert safe(cell) == shown


def test_a_file_says_whose_rows_it_brings() -> None:
    upload_id = "0198c000-0000-5000-8000-00000000f11e"
    headers = ["payer", "upstream_line", "upstream_reason", "upstream_upload"]

    assert corrected_upload(headers, [["A"], ["2"], ["x"], [upload_id]]) == UUID(upload_id)
    assert corrected_upload(headers, [["A"], ["2"], ["x"], ["no id"]]) is None
    assert corrected_upload(["payer"], [["A"]]) is None
