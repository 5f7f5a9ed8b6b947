"""The pages of contracts: entering one with its rates, what it owes, its rates of a day."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import Api
from tests.api.pages.browsing import Console

pytestmark = pytest.mark.feature("DR-4")

PATH = "/customers/riverside/contracts"
DAY = (datetime.now(UTC).date() - timedelta(days=20)).isoformat()
RATES = b"CPT,Rate\n99213,100.00\n99214,150.00\n"
CLAIMS = f"""claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount,allowed_amount
SHORT-1,Northwind <b>,99213,{DAY},{DAY},PAID,300,92.50
SHORT-2,Northwind <b>,99214,{DAY},{DAY},PAID,300,100.00
EVEN-1,Northwind <b>,99214,{DAY},{DAY},PAID,300,150.00
""".encode()


def enter(console: Console, content: bytes = RATES, **fields: str) -> str:
    """Where the form leads to."""
    told = {"payer": "Northwind <b>", "name": "C-7", "from": "2020-01-01", "to": ""}
    answer = console.client.post(
        PATH,
        files={"file": ("rates.csv", content)},
        data={**told, "lesser_of_charges": "true", **fields},
        headers={"origin": "http://testserver.local"},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.fixture(scope="module")
def claims(town: Api) -> None:
    assert upload(town, CLAIMS).status_code == 202
    work(town)


def test_a_contract_is_entered_with_its_rates_and_shows_what_is_owed(
    console: Console, town: Api, claims: None
) -> None:
    before = town.get(f"{RIVERSIDE}/contracts").json()["position"]
    assert "No contract was entered yet" in console.page(PATH).words_in("figures")
    here = enter(console)
    work(town)

    words = console.page(here).words_in("figures")
    for expected in ("$7.50", "SHORT-1", "Paid as 99213", "$50.00", "$100.00", "rates.csv"):
        assert expected in words
    assert "EVEN-1" not in words
    listed = console.page(PATH).words_in("figures")
    assert "Northwind <b>" in listed
    assert "$7.50" in listed
    earlier = f"as_of=position:{before}"
    assert "No contract was entered yet" in console.page(f"{PATH}?{earlier}").words_in("figures")
    path = here.partition("?")[0]
    assert "not known yet" in console.page(f"{path}?{earlier}").words_in("figures")
    assert "No rate" in console.page(f"{path}?on=2019-12-31").words_in("figures")
    searched = console.page(f"{path}?search=99213&on=2026-01-01").words_in("figures")
    assert "$150.00" not in searched.partition("Code begins with")[2]


def test_what_is_wrong_with_a_file_is_said_beside_the_form(
    console: Console, town: Api, claims: None
) -> None:
    contract = town.get(f"{RIVERSIDE}/contracts").json()["items"][0]["id"]
    answer = console.client.post(
        f"{PATH}/{contract}/rates",
        files={"file": ("rates.csv", b"CPT,Rate\n99213,-1\n")},
        data={"from": "2021-01-01", "to": "", "replaces": ""},
        headers={"origin": "http://testserver.local"},
        follow_redirects=False,
    )

    assert answer.status_code == 422
    assert "Row 2, amount: a rate is not negative" in answer.text


def test_a_schedule_is_withdrawn(console: Console, town: Api, claims: None) -> None:
    contract = town.get(f"{RIVERSIDE}/contracts").json()["items"][0]["id"]
    assert console.post(f"{PATH}/{contract}/withdraw", schedule="1").status_code == 303
    work(town)

    assert "No rates yet" in console.page(f"{PATH}/{contract}").words_in("figures")
