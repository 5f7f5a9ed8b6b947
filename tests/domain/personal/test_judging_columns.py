"""What a column is, by its header, its values, and how many of them agree."""

from datetime import date, timedelta

import pytest

from upstream.domain.personal.columns import judge_column
from upstream.domain.personal.headers import is_personal
from upstream.domain.personal.kinds import Kind
from upstream.domain.personal.labels import masked_header, masked_label
from upstream.domain.personal.texts import Finder

TODAY = date(2026, 11, 1)
FINDER = Finder(TODAY)
pytestmark = pytest.mark.feature("DQ-4")


def judged(header: str, cells: list[str]) -> Kind | None:
    seen = judge_column(header, cells, FINDER, TODAY)
    return seen.kind if seen else None


def test_dates_of_births_are_known_by_how_far_they_lie_apart() -> None:
    births = [(TODAY - timedelta(days=400 * year)).isoformat() for year in range(1, 80)]
    services = [(TODAY - timedelta(days=day)).isoformat() for day in range(1, 700)]

    assert judged("col_7", births) == "date_of_birth"
    assert judged("col_7", services) is None


def test_phone_numbers_without_marks_are_no_claim_numbers() -> None:
    phones = [
        f"{area}{2 + n % 8}{n:02}{n * 71 % 10_000:04}" for n in range(80) for area in (402, 918)
    ]
    counted = [f"2025{number:06}" for number in range(500_000, 500_200)]

    assert judged("col_7", phones) == "phone"
    assert judged("col_7", counted) is None


def test_providers_numbers_are_nobodys() -> None:
    npis = ["1234567893", "1245319599", "1679576722", "1003000126", "1861492266"] * 10

    assert judged("npi", npis) is None
    assert judged("col_7", npis) is None


def test_one_stray_number_among_a_thousand_words_is_found_with_its_row() -> None:
    cells = ["CO-45"] * 999 + ["SSN 123-45-6789"]
    seen = judge_column("", cells, FINDER, TODAY)

    assert seen is not None
    assert (seen.kind, seen.rows, seen.of) == ("ssn", (999,), 1_000)


def test_first_names_alone_are_known_by_their_number() -> None:
    names = ["Maria", "John", "Linda", "Xochitl", "Robert", "Carlos", "Kofi", "Susan", "David",
             "Emily", "Brian", "Laura"]  # fmt: skip

    assert judged("field_4", names) == "name"


@pytest.mark.parametrize(
    "header",
    [
        *("patient_responsibility", "member_months", "patient_count", "rendering_provider_name"),
        *(
            "payer_phone",
            "facility_address",
            "ar_age",
            "billing_provider_zip",
            "file_name",
            "age_days",
        ),
    ],
)
def test_what_is_said_of_people_or_by_businesses_is_not_personal(header: str) -> None:
    assert not is_personal(header)


@pytest.mark.parametrize(
    "header",
    [
        *("guarantor_name", "pt_first_name", "home_phone", "fax", "driver_license", "vin", "photo"),
        *("medicare_id", "emergency_contact_phone", "device_serial", "ip_address", "postal_code"),
        *("member_dob", "account_number", "date_of_death", "county", "marital_status"),
    ],
)
def test_every_identifier_has_its_headers(header: str) -> None:
    assert is_personal(header)


def test_headers_and_names_of_files_are_masked_too() -> None:
    assert masked_header("Patient Name") == "Patient Name"
    assert masked_header("123-45-6789") == "[SSN]"
    assert masked_header("Jane Doe") == "[NAME]"
    assert masked_label("aetna_claims_2025-01.csv") == "aetna_claims_2025-01.csv"
    assert "123-45-6789" not in masked_label("smith 123-45-6789.csv")
    assert "Jane" not in masked_label("JaneDoe_remits.csv")
    assert "jane" not in masked_label("jane_doe_remits.csv")
