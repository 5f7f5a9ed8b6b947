"""Names, numbers and addresses inside texts; and texts that only look as if they had some."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.personal.kinds import MASKS
from upstream.domain.personal.texts import Finder

TODAY = date(2026, 11, 1)
FINDER = Finder(TODAY)
pytestmark = pytest.mark.feature("DQ-4")

MASKED = [
    ("SSN 123-45-6789 does not match", "SSN [SSN] does not match"),
    ("ssn: 123456789", "ssn: [SSN]"),
    ("987-65-4320", "[SSN]"),
    ("MRN0012345", "[MRN]"),
    ("see chart #7734-21", "see chart #[MRN]"),
    ("Medicare 1EG4-TE5-MK73 inactive", "Medicare [MBI] inactive"),
    ("call (402) 555-0134 today", "call [PHONE] today"),
    ("ph 4025550134", "ph [PHONE]"),
    ("sent to jane.doe@example.com", "sent to [EMAIL]"),
    ("paid by 4111 1111 1111 1111", "paid by [CARD]"),
    ("moved to 12 N Oak Street, Apt 4", "moved to [ADDRESS]"),
    ("PO Box 4711", "[ADDRESS]"),
    ("Duluth, MN 55802", "[ADDRESS]"),
    ("DOB 3/4/51 wrong", "DOB [DATE_OF_BIRTH] wrong"),
    ("born 03/04/1951", "born [DATE_OF_BIRTH]"),
    ("not eligible since 3/4/1951", "not eligible since [DATE_OF_BIRTH]"),
    ("Doe, Jane", "[NAME]"),
    ("JANE DOE", "[NAME]"),
    ("pt John Smith no show", "pt [NAME] no show"),
    ("Patient: Xochitl Okonkwo", "Patient: [NAME]"),
    ("Mr. Lee asked again", "Mr. [NAME] asked again"),
    ("Member ID: XYZ123456789", "Member ID: [MEMBER_ID]"),
    ("driver's license D1234567", "driver's license [LICENCE]"),
    ("VIN 1HGCM82633A004352", "VIN [VEHICLE]"),
    ("pacemaker serial no. PJN123456", "pacemaker serial no. [DEVICE]"),
    ("from 192.168.14.7", "from [IP]"),
    ("see https://portal.example/p/77", "see [URL]"),
]
CLEAN = [
    *("CO-197", "CO45", "PR-1", "96", "1234567893", "CLM-2024-000123", "2024118834", "99213-25"),
    *("Mark Cuban Health", "John Hancock Life", "St. Mary Hospital", "Henry Ford Hospital"),
    *("Martin's Point Health Care", "Virginia Mason", "Dr. Sarah Chen", "Sarah Chen MD"),
    *("Jackson, Mississippi", "Patient responsibility: deductible not met", "Down syndrome"),
    *("Filed after the time limit, 01/12/2025", "Member not eligible", "Crohn's disease"),
    *("12-3456789", "GRP-123-456", "version 5.0.1.2", "$1,234.50", "UnitedHealthcare", "[SSN]"),
    *("000-12-3456", "666-12-3456", "4111 1111 1111 1112"),
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_what_is_personal_is_masked_and_the_rest_stays(text: str, masked: str) -> None:
    found, kinds = FINDER.masked(text)

    assert found == masked
    assert {MASKS[kind] for kind in kinds} == {mask for mask in MASKS.values() if mask in masked}


@pytest.mark.parametrize("text", CLEAN)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert FINDER.masked(text) == (text, frozenset())


def test_a_customers_own_words_are_found_in_capitals_or_not_and_as_whole_words() -> None:
    finder = Finder(TODAY, ["Project Bluebird", "O'Hara"])

    assert finder.masked("about PROJECT  bluebird")[0] == "about [SENSITIVE_WORD]"
    assert finder.masked("said o'hara.")[0] == "said [SENSITIVE_WORD]."
    assert finder.masked("Project Bluebirds")[1] == frozenset()


def test_where_people_were_seen_a_rare_name_is_one_too() -> None:
    assert FINDER.masked("Okonkwo, Tadeusz") == ("Okonkwo, Tadeusz", frozenset())
    assert FINDER.masked("Okonkwo, Tadeusz", people_seen=True)[0] == "[NAME]"


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at_and_a_masked_one_has_nothing_left(text: str) -> None:
    masked, kinds = FINDER.masked(text)

    assert (masked == text) == (not kinds)
    assert all(MASKS[kind] in masked for kind in kinds)


@given(st.text(alphabet="0123456789-(). Aa@/:,'^", max_size=300))
def test_numbers_and_marks_in_any_order_do_no_harm(text: str) -> None:
    FINDER.masked(text)
