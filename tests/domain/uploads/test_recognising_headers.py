"""Which header is which column; what is asked where that is not clear."""

from datetime import date

import pytest

from upstream.domain.claims.columns import HEADERS, normalised
from upstream.domain.claims.layout import Layout, Shape
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice, MappingInvalid, choices
from upstream.domain.uploads.planning import Sample, plan
from upstream.domain.uploads.recognition import Recognition, header_score, recognise

NEEDED = ["payer", "cpt", "submitted_date", "decided_date", "outcome"]
TODAY = date(2025, 6, 30)


def recognised(*headers: str, **mapping: str) -> Recognition:
    found = recognise(headers, choices(mapping))
    assert isinstance(found, Recognition), found
    return found


def problem(*headers: str, **mapping: str) -> FileProblem:
    found = recognise(headers, choices(mapping))
    assert isinstance(found, FileProblem)
    return found


def names(found: Recognition) -> dict[str, str]:
    return {column.name: column.header for column in found.columns}


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("Claim #", "claim_number"),
        (" Ins Carrier ", "ins_carrier"),
        ("CPT/HCPCS", "cpt_hcpcs"),
        ("ClaimID", "claim_id"),
        ("\ufeffpayer", "payer"),
        ("Allowed Amt ($)", "allowed_amt"),
    ],
)
def test_headers_are_compared_without_their_ornaments(header: str, plain: str) -> None:
    assert normalised(header) == plain


def test_no_header_means_two_columns() -> None:
    every = [header for headers in HEADERS.values() for header in headers]

    assert len(every) == len(set(every))
    assert all(header == normalised(header) for header in every)


@pytest.mark.feature("IN-1")
def test_synonyms_are_recognised_with_their_confidence() -> None:
    found = recognised("Claim #", "Ins Carrier", "CPT/HCPCS", "Bill Date", "Remit Date", "outcome")

    assert names(found) == {
        "claim_id": "Claim #",
        "payer": "Ins Carrier",
        "cpt": "CPT/HCPCS",
        "submitted_date": "Bill Date",
        "decided_date": "Remit Date",
        "outcome": "outcome",
    }
    assert [column.confidence for column in found.columns] == [90, 90, 90, 90, 90, 100]


def test_of_two_headers_for_one_column_the_surer_one_counts() -> None:
    found = recognised(*NEEDED, "denial_reason", "carc_code", "payer_id")

    assert names(found)["denial_reason"] == "carc_code"
    assert names(found)["payer"] == "payer"
    assert found.ignored == ("denial_reason", "payer_id")


def test_personal_columns_are_named_and_left_out() -> None:
    found = recognised(*NEEDED, "patient_id", "Patient Name", "DOB", "plan_type")

    assert names(found)["patient_id"] == "patient_id"
    assert found.personal == ("Patient Name", "DOB")
    assert found.ignored == ("plan_type",)


@pytest.mark.feature("IN-1")
def test_a_missing_column_is_asked_for_with_a_suggestion() -> None:
    asked = problem("claim_id", "payer_nm", "cpt", "submission_date", "claim_status")

    assert asked.code == "upload.mapping_needed"
    assert asked.asks == ("payer", "decided_date")
    assert asked.suggested == (Choice("payer", "payer_nm"), Choice("decided_date", "none"))
    assert asked.headers == ("claim_id", "payer_nm", "cpt", "submission_date", "claim_status")


@pytest.mark.feature("IN-1")
def test_a_person_has_the_last_word() -> None:
    found = recognised(*NEEDED, "Who pays", payer="who pays", decided_date="none")

    assert names(found)["payer"] == "Who pays"
    assert "decided_date" not in names(found)
    assert found.ignored == ("payer", "decided_date")


def test_an_optional_column_can_be_left_out() -> None:
    assert "claim_id" not in names(recognised(*NEEDED, "claim_id", claim_id="none"))


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"payer": "nowhere"}, "upload.mapping_invalid"),
        ({"payer": "none"}, "upload.mapping_invalid"),
        ({"facility": "patient_name"}, "upload.mapping_personal"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(mapping: dict[str, str], code: str) -> None:
    assert problem(*NEEDED, "patient_name", **mapping).code == code


def test_one_header_over_two_columns_is_refused() -> None:
    assert problem(*NEEDED, "Payer").code == "upload.duplicate_header"
    assert recognised(*NEEDED, "remarks", "Remarks").ignored == ("remarks", "Remarks")


def test_modifiers_may_stand_in_several_columns() -> None:
    found = recognised(*NEEDED, "mod1", "mod2")

    assert [column.name for column in found.columns][-2:] == ["modifiers", "modifiers"]


@pytest.mark.parametrize("mapping", [{"payor": "x"}, {"payer": " "}, {"date_order": "ymd"}])
def test_a_mapping_of_nothing_we_know_is_refused(mapping: dict[str, str]) -> None:
    with pytest.raises(MappingInvalid):
        choices(mapping)


def test_a_header_row_is_known_by_its_familiar_words() -> None:
    assert header_score(["C1", "Aetna", "99213"], ()) == 0
    assert header_score(["Payer", "CPT", "x"], ()) == 2
    assert header_score(["Zahler", "Code"], choices({"payer": "zahler"})) == 1


def planned(submitted: list[str], decided: list[str], **mapping: str) -> Layout | FileProblem:
    shape = Shape("utf-8", ",", "\n", 5, 2, 0)
    columns = [["Aetna"], ["99213"], submitted, decided, ["PAID"]]
    sample = Sample(shape, tuple(NEEDED), columns, 1, ())
    return plan(sample, choices(mapping), today=TODAY)


def styles(layout: Layout | FileProblem) -> tuple[str, str]:
    assert isinstance(layout, Layout)
    return layout.date_style("submitted_date"), layout.date_style("decided_date")


@pytest.mark.feature("IN-2")
def test_day_and_month_are_decided_per_column_and_else_by_the_file() -> None:
    proven = planned(["1/2/2025"], ["13/2/2025"])

    assert styles(proven) == ("day_first", "day_first")
    assert styles(planned(["1/13/2025"], ["13/2/2025"])) == ("month_first", "day_first")


def test_what_is_assumed_is_said() -> None:
    assumed = planned(["1/2/2025"], ["2025-01-20"])

    assert isinstance(assumed, Layout)
    assert styles(assumed) == ("month_first", "month_first")
    assert assumed.notes == (
        "submitted_date: dates are read month first; say date_order if that is wrong.",
    )
    assert styles(planned(["1/2/2025"], [""], date_order="dmy")) == ("day_first", "day_first")


@pytest.mark.feature("IN-2")
def test_dates_that_contradict_each_other_stop_the_file() -> None:
    torn = ["1/13/2025", "13/1/2025"]
    asked = planned(torn, ["2025-01-20"])

    assert isinstance(asked, FileProblem)
    assert (asked.code, asked.asks) == ("upload.mapping_needed", ("date_order",))
    assert styles(planned(torn, ["2025-01-20"], date_order="mdy"))[0] == "month_first"
