"""Procedures, outcomes and denial reasons in the words of many systems."""

import pytest

from upstream.domain.claims.faults import Fault
from upstream.domain.claims.outcomes import outcome_in, outcome_words, settle
from upstream.domain.claims.procedures import (
    code_cell,
    cpt_group,
    group_in,
    modifiers_in,
    with_modifiers,
)
from upstream.domain.claims.reasons import (
    reason_cell,
    reason_words,
    remarks_in,
    with_group,
    with_remarks,
)

code = code_cell("cpt")
reason = reason_cell("denial_reason")


@pytest.mark.parametrize(
    ("cell", "bare", "modifiers"),
    [
        ("99213", "99213", ()),
        (" 99213.0 ", "99213", ()),
        ("99213-25", "99213", ("25",)),
        ("99213-25-GT", "99213", ("25", "GT")),
        ("HC:99213:25", "99213", ("25",)),
        ("99213 25, gt", "99213", ("25", "GT")),
        ("d1120", "D1120", ()),
        ("0001F", "0001F", ()),
        ("CPT 99213", "99213", ()),
        (with_modifiers("99213", "25", "", "GT"), "99213", ("25", "GT")),
    ],
)
def test_a_procedure_code_stands_apart_from_its_modifiers(
    cell: str, bare: str, modifiers: tuple[str, ...]
) -> None:
    assert code(cell) == bare
    assert modifiers_in(cell) == modifiers
    assert group_in(cell) == cpt_group(bare)


@pytest.mark.parametrize("cell", ["0450", "99213 99214", "99213-251", "Z1234", "visit", "9921"])
def test_what_is_not_one_code_is_refused(cell: str) -> None:
    assert code(cell) == Fault("cpt", "row.code_malformed")


def test_a_missing_code_is_refused() -> None:
    assert code("") == Fault("cpt", "row.missing")


@pytest.mark.parametrize(
    ("number", "group"),
    [
        ("00100", "Anesthesia"),
        ("01999", "Anesthesia"),
        ("10004", "Surgery: skin and breast"),
        ("27447", "Surgery: bones and muscles"),
        ("45378", "Surgery: digestive"),
        ("70553", "Radiology"),
        ("85025", "Laboratory"),
        ("93000", "Medicine"),
        ("99199", "Medicine"),
        ("99202", "Evaluation and management"),
        ("99499", "Evaluation and management"),
        ("99500", "Medicine"),
        ("00099", "Other"),
        ("99999", "Other"),
        ("0001F", "Performance measures"),
        ("0202U", "Laboratory: proprietary"),
        ("J1885", "Drugs"),
        ("D1120", "Dental"),
    ],
)
def test_a_code_belongs_to_the_family_of_its_number(number: str, group: str) -> None:
    assert cpt_group(number) == group


@pytest.mark.feature("IN-9")
@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ("PAID", "PAID"),
        ("Approved", "PAID"),
        ("partially_paid", "PAID"),
        ("1", "PAID"),
        ("denied", "DENIED"),
        ("Denied - CO-50", "DENIED"),
        ("Rejected", "DENIED"),
        ("4", "DENIED"),
        ("Pended", "PENDING"),
        ("in process", "PENDING"),
        ("22", "OTHER"),
        ("Not Denied", "OTHER"),
        ("In Appeal", "OTHER"),
        ("", None),
        ("N/A", None),
    ],
)
def test_an_outcome_has_many_names(cell: str, outcome: str | None) -> None:
    assert outcome_in(cell) == outcome


@pytest.mark.feature("IN-9")
def test_the_raw_outcome_is_kept_where_it_says_something_else() -> None:
    assert outcome_words("PAID") is None
    assert outcome_words("  Approved ") == "Approved"
    assert outcome_words("") is None


def test_a_claim_is_open_until_it_is_decided_and_dated() -> None:
    assert settle(None, dated=False, dates_expected=True) == "PENDING"
    assert settle("OTHER", dated=False, dates_expected=True) == "PENDING"
    assert settle("PAID", dated=True, dates_expected=True) == "PAID"
    assert settle("PENDING", dated=True, dates_expected=True) == "PENDING"
    missing = Fault("decided_date", "row.decision_date_missing")
    assert settle("DENIED", dated=False, dates_expected=True) == missing
    assert settle(None, dated=True, dates_expected=True) == Fault("outcome", "row.outcome_missing")


def test_without_any_decision_dates_the_outcome_stands_alone() -> None:
    assert settle("DENIED", dated=False, dates_expected=False) == "DENIED"
    assert settle(None, dated=False, dates_expected=False) == "PENDING"


@pytest.mark.parametrize(
    ("cell", "said", "remarks"),
    [
        ("CO-197", "CO-197", ()),
        ("CO45", "CO-45", ()),
        ("co 045", "CO-45", ()),
        ("45", "45", ()),
        ("197: no authorization", "197", ()),
        ("PR-B7", "PR-B7", ()),
        ("CO-16 (M76,N290)", "CO-16", ("M76", "N290")),
        ("CO45|PR2", "CO-45", ()),
        ("Prior Authorization Missing", "Prior Authorization Missing", ()),
        ("96 hours not met", "96 hours not met", ()),
        ("Not Denied", None, ()),
        ("", None, ()),
    ],
)
def test_a_reason_becomes_group_and_code_or_stays_words(
    cell: str, said: str | None, remarks: tuple[str, ...]
) -> None:
    assert reason(cell) == said
    assert remarks_in(cell) == remarks
    assert reason_words(cell) == (None if cell == said or said is None else cell)


def test_group_and_remarks_from_columns_of_their_own_join_the_code() -> None:
    whole = with_remarks(with_group("45", "CO"), "N290")

    assert reason(whole) == "CO-45"
    assert remarks_in(whole) == ("N290",)
    assert with_group("PR-1", "CO") == "PR-1"
    assert with_group("", "CO") == ""
    assert with_remarks("45", "") == "45"
