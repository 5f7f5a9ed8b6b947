"""Whether a payer denied is read from its adjustments, by one rule with a version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.claims.denials import (
    NO_DENIALS,
    RULE_VERSION,
    Service,
    family_of,
    is_denied,
    verdict,
)
from upstream.domain.claims.facts import Adjustment, Group
from upstream.domain.units import Cents

pytestmark = pytest.mark.feature("IN-3", "IN-8")

DENIALS = ["197", "50", "29", "16", "B7", "96"]
HARMLESS = ["45", "1", "2", "3", "23", "22", "24", "253", "94", "131", "161"]
cents = st.integers(1, 1_000_000)


def took(group: Group, carc: str, amount: int) -> Adjustment:
    return Adjustment(group, carc, Cents(amount))


def line(charge: int, paid: int, *adjustments: Adjustment) -> Service:
    return Service(charge, paid, adjustments)


def only(status: str, one: Service) -> tuple[str, bool, str | None]:
    claim = Service(one.charge_cents, one.paid_cents, ())
    found = verdict(status, claim, [one])
    return found.outcome, found.partly_denied, found.reason


@given(charge=cents, carc=st.sampled_from(DENIALS), status=st.sampled_from(["1", "2", "19"]))
def test_all_of_the_charge_denied_is_a_denial_whatever_the_status(
    charge: int, carc: str, status: str
) -> None:
    """More than half of all true denials do not carry status 4."""
    found = only(status, line(charge, 0, took("CO", carc, charge)))

    assert found == ("DENIED", False, f"CO-{carc}")


@given(charge=cents, carc=st.sampled_from(HARMLESS), group=st.sampled_from(["CO", "PR", "OA"]))
def test_nothing_paid_for_another_reason_is_no_denial(charge: int, carc: str, group: Group) -> None:
    """Deductibles, another payer's turn, capitation; not even where the payer says status 4."""
    for status in ("1", "4"):
        assert only(status, line(charge, 0, took(group, carc, charge))) == ("PAID", False, None)


@given(charge=cents, paid=cents, carc=st.sampled_from(DENIALS))
def test_what_was_paid_was_not_denied(charge: int, paid: int, carc: str) -> None:
    assert not is_denied(charge, paid, (took("CO", carc, charge),))


@given(contract=st.integers(0, 500), denied=st.integers(1, 500), share=st.integers(0, 500))
def test_a_denial_takes_all_that_the_contract_leaves(
    contract: int, denied: int, share: int
) -> None:
    """Where the patient owes a part, the payer has taken the service on."""
    reasons = (took("CO", "45", contract), took("CO", "50", denied), took("PR", "1", share))

    assert is_denied(contract + denied + share, 0, reasons) == (share == 0)


def test_some_lines_denied_is_paid_in_part() -> None:
    claim = Service(300, 100, ())
    lines = [line(100, 100), line(200, 0, took("CO", "197", 200))]
    found = verdict("1", claim, lines)

    assert (found.outcome, found.partly_denied, found.reason) == ("PAID", True, "CO-197")
    assert found.denied_lines == (False, True)


def test_a_denial_of_the_claim_as_a_whole_counts_without_lines() -> None:
    found = verdict("1", Service(300, 0, (took("PI", "16", 300),)), [])

    assert (found.outcome, found.reason) == ("DENIED", "PI-16")


@pytest.mark.parametrize("group", ["CO", "OA", "CR"])
def test_duplicates_are_a_category_of_their_own(group: Group) -> None:
    """Out of the denial rate, as HFMA counts, and with their reason."""
    found = verdict("4", Service(100, 0, ()), [line(100, 0, took(group, "18", 100))])

    assert (found.outcome, found.duplicate, found.reason) == ("OTHER", True, f"{group}-18")


def test_what_the_patient_is_to_pay_was_denied_only_where_the_payer_says_so() -> None:
    ended = line(100, 0, took("PR", "27", 100))

    assert only("1", ended) == ("PAID", False, None)
    assert only("4", ended) == ("DENIED", False, "PR-27")


def test_status_4_without_a_reason_is_a_denial_without_a_reason() -> None:
    assert only("4", line(100, 0)) == ("DENIED", False, None)
    assert only("4", line(100, 60, took("CO", "45", 40))) == ("PAID", False, None)


def test_a_line_without_a_charge_decides_nothing() -> None:
    free = line(0, 0, took("CO", "42", 0))

    assert verdict(
        "1", Service(100, 0, ()), [free, line(100, 0, took("CO", "50", 100))]
    ).outcome == ("DENIED")
    assert only("1", free) == ("PAID", False, None)


def test_a_number_nobody_sorted_is_shown_and_may_deny() -> None:
    assert family_of("251") == family_of("no such number") == "uncategorised"
    assert "uncategorised" not in NO_DENIALS
    assert only("1", line(100, 0, took("CO", "251", 100)))[0] == "DENIED"


def test_the_reason_that_took_most_is_named() -> None:
    lines = [
        line(100, 0, took("CO", "16", 100)),
        line(60, 0, took("CO", "197", 60)),
        line(60, 0, took("CO", "197", 60)),
    ]

    assert verdict("1", Service(220, 0, ()), lines).reason == "CO-197"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["CO", "PR", "OA", "PI"]),
            st.sampled_from(DENIALS + HARMLESS),
            st.integers(-500, 500),
        ),
        max_size=6,
    ),
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.sampled_from(["1", "2", "3", "4", "19"]),
)
def test_a_verdict_never_contradicts_itself(
    reasons: list[tuple[Group, str, int]], charge: int, paid: int, status: str
) -> None:
    one = Service(charge, paid, tuple(took(*reason) for reason in reasons))
    found = verdict(status, Service(charge, paid, ()), [one])

    assert found.outcome in {"PAID", "DENIED", "OTHER"}
    assert found.outcome == "PAID" or paid == 0
    assert not (found.partly_denied and found.outcome != "PAID")
    assert found.duplicate == (found.outcome == "OTHER")
    assert RULE_VERSION == 1
