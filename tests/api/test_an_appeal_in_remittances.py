"""The same claim in three 835 files in the wrong order: denied, then taken back and paid in part,
then taken back and paid after the appeal.
"""

from typing import Any

import pytest
from tests.api.at_work import ANALYST, RIVERSIDE, upload, work
from tests.api.conftest import Api, Population
from tests.support.x12_writing import claim, interchange, remittance

from upstream.domain.claims.denials import RULE_VERSION

CLAIM = "A-100"


def sent(trace: str, paid_on: str, paid: str, *claims: list[str]) -> bytes:
    payment = remittance(claims, paid=paid, payer="Northwind Health", trace=trace, paid_on=paid_on)
    return interchange(payment, control=f"{paid_on}0")


def decision(charge: str, paid: str, *reasons: str, status: str) -> list[str]:
    line = f"SVC*HC:99213*{charge}*{paid}**1"
    return claim(CLAIM, charge, paid, line, *reasons, status=status)


BYSTANDER = claim("B-200", "80", "60", "SVC*HC:99213*80*60**1", "CAS*CO*45*20", "AMT*B6*60")
JUNE = sent(
    "EFT-JUNE",
    "20250602",
    "60",
    decision("150", "0", "CAS*CO*197*150", status="4"),
    BYSTANDER,
)
JULY = sent(
    "EFT-JULY",
    "20250702",
    "30",
    decision("-150", "0", "CAS*CO*197*-150", status="22"),
    decision("150", "30", "CAS*CO*45*110", "CAS*PR*2*10", "AMT*B6*40", status="1"),
)
AUGUST = sent(
    "EFT-AUGUST",
    "20250804",
    "50.10",
    decision("-150", "-30", "CAS*CO*45*-110", "CAS*PR*2*-10", "AMT*B6*-40", status="22"),
    decision("150", "80.10", "CAS*CO*45*57.90", "CAS*PR*2*12", "AMT*B6*92.10", status="1"),
)
FILES = {"august": AUGUST, "june": JUNE, "july": JULY}


class Told:
    """The three files went in over HTTP, the last one first."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.uploads: dict[str, str] = {}
        for name, content in FILES.items():
            self.uploads[name] = upload(api, content).json()["id"]
            work(api)

    def get(self, path: str) -> Any:  # noqa: ANN401  some document
        answer = self._api.get(f"{RIVERSIDE}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def claim(self) -> Any:  # noqa: ANN401  a claim's document
        (row,) = self.get(f"claims?search={CLAIM}")["items"]
        return self.get(f"claims/{row['id']}")

    def withdraw(self, name: str) -> int:
        """Returns the position just before it."""
        before = int(self.get("dashboard")["position"])
        path = f"{RIVERSIDE}/uploads/{self.uploads[name]}/withdraw"
        answer = self._api.post(path, {"reason": "of another clinic"}, who=ANALYST)
        assert answer.status_code == 202, answer.text
        work(self._api)
        assert self.get(f"uploads/{self.uploads[name]}")["status"] == "withdrawn"
        return before

    def payments(self, query: str = "") -> dict[str, str]:
        """What each payment came to, by its trace number."""
        return {one["trace"]: one["paid"] for one in self.get(f"remittances{query}")["items"]}


@pytest.fixture
def told(api: Api, population: Population) -> Told:
    assert population.people
    return Told(api)


@pytest.mark.feature("IN-3", "IN-8")
def test_three_remittances_in_the_wrong_order_are_one_claim(told: Told) -> None:
    found = told.claim()
    decisions = found["told"]

    for name in told.uploads:
        document = told.get(f"uploads/{told.uploads[name]}")
        assert (document["status"], document["rows_rejected"]) == ("completed", 0)
    assert (found["outcome"], found["stage"]) == ("PAID", "corrected")
    assert (found["first_outcome"], found["first_decided_on"]) == ("DENIED", "2025-06-02")
    assert (found["billed"], found["allowed"], found["paid"]) == ("150.00", "92.10", "80.10")
    assert decisions["first_decision"]["outcome"] == "DENIED"
    assert decisions["current_decision"]["decided_on"] == "2025-08-04"
    assert decisions["denial_rule"] == RULE_VERSION
    assert found["recovered"] == "92.10"
    assert len(decisions["sightings"]) == 5


@pytest.mark.feature("IN-3", "RD-1")
def test_the_figures_count_it_once(told: Told) -> None:
    document = told.get("dashboard")

    assert document["claims_by_outcome"] == {"paid": 2, "denied": 0, "other": 0, "pending": 0}
    assert (document["billed_total"], document["allowed_total"]) == ("230.00", "152.10")
    assert (document["denial_rate"], document["initial_denial_rate"]) == (0.0, 0.5)
    assert told.payments() == {"EFT-JUNE": "60.00", "EFT-JULY": "30.00", "EFT-AUGUST": "50.10"}


@pytest.mark.feature("IN-15", "RD-2")
def test_without_the_middle_file_one_knows_the_other_two_and_its_payment_is_gone(
    told: Told,
) -> None:
    before = told.withdraw("july")
    now = told.claim()
    then = told.get(f"claims/{now['id']}?as_of=position:{before}")

    assert (now["outcome"], now["allowed"], now["recovered"]) == ("PAID", "92.10", "92.10")
    assert (now["first_outcome"], now["first_decided_on"]) == ("DENIED", "2025-06-02")
    assert [one["withdrawn"] for one in now["told"]["sightings"]].count(True) == 2
    assert not any(one["withdrawn"] for one in then["told"]["sightings"])
    assert set(told.payments()) == {"EFT-JUNE", "EFT-AUGUST"}
    assert set(told.payments(f"?as_of=position:{before}")) == set(told.payments()) | {"EFT-JULY"}


@pytest.mark.feature("IN-15", "IN-8")
def test_without_the_last_file_the_middle_one_is_what_is_known(told: Told) -> None:
    told.withdraw("august")
    found = told.claim()

    assert (found["outcome"], found["stage"], found["paid"]) == ("PAID", "corrected", "30.00")
    assert (found["allowed"], found["recovered"]) == ("40.00", "40.00")
    assert found["told"]["current_decision"]["decided_on"] == "2025-07-02"
