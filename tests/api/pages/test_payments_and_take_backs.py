"""The pages of payments: what was paid, what was taken back, now and at an earlier moment."""

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import Api
from tests.api.pages.browsing import Console
from tests.support.x12_writing import claim, interchange, remittance

pytestmark = pytest.mark.feature("IN-3")

PATH = "/customers/riverside/remittances"
FILE = interchange(
    remittance(
        [claim("A-1", "100", "80", "CAS*CO*45*20")],
        paid="1070",
        adjustments=["PLB*1234567893*20251231*WO:A-0*10*L6*-1000"],
    ),
    remittance([claim("A-3", "50", "50")], paid="50.25", payer="Cigna <b>", trace="EFT2"),
)


@pytest.fixture(scope="module")
def paid(town: Api) -> dict[str, str]:
    """Ids of payments by their trace number."""
    assert upload(town, FILE).status_code == 202
    work(town)
    items = town.get(f"{RIVERSIDE}/remittances").json()["items"]
    return {item["trace"]: item["id"] for item in items}


def test_the_list_shows_payments_and_what_was_taken_back(
    console: Console, paid: dict[str, str]
) -> None:
    assert set(paid) == {"EFT1", "EFT2"}
    words = console.page(PATH).words_in("figures")

    for expected in ("EFT1", "$1,070.00", "EFT2", "$0.25 off", "WO", "overpayment taken back"):
        assert expected in words
    assert "\N{MINUS SIGN}$990.00" in words


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("payer=Aetna", {"EFT1"}),
        ("only=unbalanced", {"EFT2"}),
        ("only=take_backs", {"EFT1"}),
        ("search=EFT2&payer=&only=&paid_from=&paid_to=", {"EFT2"}),
        ("paid_to=2025-01-01", set()),
        ("as_of=position:0", set()),
    ],
)
def test_filters_narrow_the_list(
    console: Console, paid: dict[str, str], asked: str, found: set[str]
) -> None:
    words = console.page(f"{PATH}?{asked}").words_in("figures")

    assert {trace for trace in paid if trace in words} == found


def test_one_payment_leads_to_its_file_and_to_the_claim_taken_back(
    console: Console, paid: dict[str, str]
) -> None:
    page = console.page(f"{PATH}/{paid['EFT1']}")
    links = {node.attributes.get("href") or "" for node in page.all_of("a")}

    assert "Payment EFT1" in page.text
    assert "$1,070.00" in page.words_in("figures")
    assert any("claim_ref=A-0" in link for link in links)
    assert any("/uploads/" in link for link in links)


def test_a_payment_that_does_not_add_up_says_so(console: Console, paid: dict[str, str]) -> None:
    page = console.page(f"{PATH}/{paid['EFT2']}")

    assert "$0.25 off" in page.text
    assert "Cigna <b>" in page.words_in("figures")


def test_a_payment_of_the_future_was_not_known_then(console: Console, paid: dict[str, str]) -> None:
    page = console.page(f"{PATH}/{paid['EFT1']}?as_of=position:1")

    assert "not known yet" in page.text


def test_addresses_changed_by_hand_are_answered(console: Console, paid: dict[str, str]) -> None:
    assert console.get(f"{PATH}?after=nowhere").status_code == 400
    assert console.get(f"{PATH}?paid_from=soon").status_code == 400
    assert console.get(f"{PATH}/{'0' * 8}-0000-5000-8000-{'0' * 12}").status_code == 404
    assert paid
