"""Paid claims beside their contracts: what is owed, what is recoded, what is no underpayment."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from tests.support.claim_log import context_of
from tests.support.contracts import EVER, JANUARY, PAYER, Office, fee, paid, took

from upstream.application.mappings import confirm_payers
from upstream.domain.contracts.events import Terms
from upstream.domain.contracts.rates import Rate
from upstream.domain.units import Cents

pytestmark = pytest.mark.feature("DR-4")


def test_what_a_payer_lacks_of_its_rate_is_owed(office: Office) -> None:
    office.agree(fee("99213", 100))
    office.bench.record([paid("A", 92.50), paid("B", 100), paid("C", 130)])

    found = office.owed()

    assert (found.owed, found.lines_compared, found.lines_underpaid) == ("7.50", 3, 1)
    (cell,) = found.cells
    assert (cell.payer, cell.cpt, cell.contracted, cell.allowed) == (
        PAYER, "99213", "100.00", "92.50",
    )  # fmt: skip
    (owed,) = office.lines()
    assert (owed.claim_ref, owed.verdict, owed.owed) == ("A", "underpaid", "7.50")


def test_a_dollar_or_a_percent_is_rounding(office: Office) -> None:
    office.agree(fee("99213", 50), fee("70450", 1000))
    office.bench.record(
        [
            paid("a dollar", 49, cpt="99213"),
            paid("a cent more", 48.99, cpt="99213"),
            paid("a percent", 990, cpt="70450", billed_cents=Cents(200_000)),
            paid("more than a percent", 989.99, cpt="70450", billed_cents=Cents(200_000)),
        ]
    )

    assert [one.claim_ref for one in office.lines()] == ["more than a percent", "a cent more"]


def test_a_rate_is_per_unit_and_never_more_than_was_billed(office: Office) -> None:
    office.agree(fee("97110", 30), fee("99213", 500))
    office.bench.record(
        [
            paid("units", 80, cpt="97110", units=3),
            paid("billed less", 217, cpt="99213"),
        ]
    )

    (owed,) = office.lines()

    assert (owed.claim_ref, owed.contracted, owed.owed) == ("units", "90.00", "10.00")


def test_a_contract_may_say_that_charges_do_not_matter(office: Office) -> None:
    office.agree(fee("99213", 500), terms=Terms(lesser_of_charges=False))
    office.bench.record([paid("A", 217)])

    assert office.owed().owed == "283.00"


def test_a_percentage_of_the_charge_is_a_rate_too(office: Office) -> None:
    office.agree(Rate(cpt="99213", percent_bps=6_500))
    office.bench.record([paid("A", 131.05), paid("B", 141.05), paid("C", 1, billed_cents=None)])

    (owed,) = office.lines()

    assert (owed.claim_ref, owed.contracted, owed.owed) == ("A", "141.05", "10.00")


def test_the_most_special_rate_wins(office: Office) -> None:
    office.agree(
        fee("70450", 200),
        fee("70450", 60, modifier="26"),
        fee("70450", 150, place_of_service="22"),
    )
    office.bench.record(
        [
            paid("component", 60, cpt="70450", modifiers=("26",)),
            paid("hospital", 150, cpt="70450", place_of_service="22"),
            paid("plain", 150, cpt="70450", place_of_service="11"),
        ]
    )

    assert [one.claim_ref for one in office.lines()] == ["plain"]


def test_the_rate_of_the_day_of_service_counts(office: Office) -> None:
    contract = office.agree(fee("99213", 80), from_on=date(2025, 1, 1))
    office.agree(fee("99213", 100))
    office.bench.record(
        [
            paid("old", 80, service_on=date(2025, 12, 31)),
            paid("new", 80, service_on=JANUARY),
            paid("before", 10, service_on=date(2024, 12, 31)),
            paid("submitted in January", 80),
        ]
    )

    found = office.lines()

    assert {one.claim_ref for one in found} == {"new", "submitted in January"}
    assert {one.contract_id for one in found} == {contract}


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        ("nothing_allowed", {"allowed_cents": Cents(0)}),
        ("other_payer", {"outcome_raw": "2 processed as secondary"}),
        ("other_payer", {"adjustments": (took("OA", "23", 50),)}),
        ("capitation", {"allowed_cents": Cents(0), "adjustments": (took("CO", "24", 100),)}),
        (
            "payment_reduction",
            {
                "allowed_cents": Cents(9_800),
                "allowed_method": "paid_and_patient",
                "adjustments": (took("CO", "253", 2),),
            },
        ),
        ("several_procedures", {"adjustments": (took("CO", "59", 50),)}),
        ("several_procedures", {"modifiers": ("51",)}),
        ("modifier", {"modifiers": ("80",)}),
        ("anesthesia_time", {"cpt": "00100"}),
    ],
)
def test_what_only_looks_like_an_underpayment_is_left_out_with_its_reason(
    office: Office, reason: str, facts: dict[str, Any]
) -> None:
    office.agree(fee("99213", 100), fee("00100", 100))
    office.bench.record([replace(paid("A", 50), **facts)])

    found = office.owed()

    assert [(one.reason, one.lines) for one in found.left_out] == [(reason, 1)]
    assert (found.owed, found.lines_compared) == ("0.00", 0)


def test_denied_reversed_and_withdrawn_claims_owe_nothing(office: Office) -> None:
    office.agree(fee("99213", 100))
    office.bench.record(
        [
            replace(paid("denied", None), outcome="DENIED", denial_reason="CO-197"),
            replace(paid("reversed", 50), outcome="OTHER", stage="reversed"),
            replace(paid("waiting", None), outcome="PENDING", decided_on=None),
        ]
    )

    assert (office.owed().owed, office.owed().lines_compared) == ("0.00", 0)


def test_a_payer_is_named_the_way_the_customer_names_it(office: Office) -> None:
    office.agree(fee("99213", 100), payer="NW Health")
    office.bench.record([paid("A", 90)])
    before = office.head
    context = context_of(office.bench.customer_id)
    confirm_payers(office.bench.log, context, aliases=("NW Health",), payer=PAYER)
    office.bench.catch_up()

    assert office.owed(position=before).owed == "0.00"
    assert office.owed().owed == "10.00"
    assert office.owed(replace(EVER, payer=PAYER)).owed == "10.00"
    assert office.owed(replace(EVER, payer="NW Health")).owed == "0.00"
