"""Denied, appealed, reversed, corrected and paid: three files in the wrong order, one claim."""

from typing import Any

import pytest
from tests.api.at_work import ANALYST, RIVERSIDE, upload, work
from tests.api.conftest import Api, Population

HEADER = (
    "claim_id,payer,cpt,submitted_date,decided_date,outcome,"
    "billed_amount,allowed_amount,paid_amount,denial_reason"
)
_CLAIM = "A-100,Northwind Health,99213,2025-01-02"
BYSTANDER = "B-200,Northwind Health,99213,2025-01-03,2025-01-21,PAID,80.00,60.00,60.00,"
JANUARY = (f"{_CLAIM},2025-01-20,DENIED,150.00,0.00,0.00,CO-197", BYSTANDER)
FEBRUARY = (
    f"{_CLAIM},2025-02-10,Appealed,150.00,,,",
    f"{_CLAIM},2025-03-01,REVERSAL,-150.00,0.00,0.00,",
)
MARCH = (f"{_CLAIM},2025-03-04,PAID,150.00,92.10,80.00,",)


def csv_of(rows: tuple[str, ...]) -> bytes:
    return "\n".join((HEADER, *rows, "")).encode()


class Telling:
    """The story as it is told by HTTP."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.uploads: dict[str, str] = {}
        for name, rows in (("march", MARCH), ("january", JANUARY), ("february", FEBRUARY)):
            self.uploads[name] = upload(api, csv_of(rows)).json()["id"]
            work(api)

    def get(self, path: str) -> Any:  # noqa: ANN401  some document
        answer = self._api.get(f"{RIVERSIDE}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def claim(self) -> Any:  # noqa: ANN401  a claim's document
        (row,) = self.get("claims?search=A-100")["items"]
        return self.get(f"claims/{row['id']}")

    def withdraw(self, name: str) -> int:
        """Returns the position just before it."""
        before = int(self.get("dashboard")["position"])
        path = f"{RIVERSIDE}/uploads/{self.uploads[name]}/withdraw"
        answer = self._api.post(path, {"reason": "sent by mistake"}, who=ANALYST)
        assert answer.status_code == 202, answer.text
        work(self._api)
        assert self.get(f"uploads/{self.uploads[name]}")["status"] == "withdrawn"
        return before


@pytest.fixture
def telling(api: Api, population: Population) -> Telling:
    assert population.people
    return Telling(api)


@pytest.mark.feature("IN-8", "RD-5")
def test_three_files_in_the_wrong_order_are_one_claim_with_its_whole_history(
    telling: Telling,
) -> None:
    claim = telling.claim()
    told = claim["told"]

    assert (claim["outcome"], claim["stage"], claim["allowed"]) == ("PAID", "overturned", "92.10")
    assert (claim["first_outcome"], claim["first_decided_on"]) == ("DENIED", "2025-01-20")
    assert claim["recovered"] == "92.10"
    assert told["first_decision"]["allowed"] == "0.00"
    assert told["current_decision"]["decided_on"] == "2025-03-04"
    assert [(one["outcome"], one["stage"]) for one in told["sightings"]] == [
        ("PAID", None),
        ("DENIED", None),
        ("OTHER", "appealed"),
        ("OTHER", "reversed"),
    ]
    history = telling.get(f"claims/{claim['id']}/history")["steps"]
    assert [step["action"].removeprefix("claims.") for step in history] == [
        "recorded.v1",
        "corrected.v1",
        "corrected.v1",
        "seen_again.v1",
    ]


@pytest.mark.feature("IN-8", "RD-1")
def test_nothing_is_counted_twice(telling: Telling) -> None:
    document = telling.get("dashboard")

    assert document["claims_total"] == 2
    assert document["claims_by_outcome"] == {"paid": 2, "denied": 0, "other": 0, "pending": 0}
    assert (document["billed_total"], document["allowed_total"]) == ("230.00", "152.10")
    assert (document["denial_rate"], document["initial_denial_rate"]) == (0.0, 0.5)


@pytest.mark.feature("IN-15", "RD-2")
def test_withdrawing_the_middle_file_shows_what_would_be_known_without_it(
    telling: Telling,
) -> None:
    before = telling.withdraw("february")
    claim = telling.claim()
    then = telling.get(f"claims/{claim['id']}?as_of=position:{before}")

    assert (claim["outcome"], claim["stage"], claim["recovered"]) == ("PAID", None, "92.10")
    assert [one["withdrawn"] for one in claim["told"]["sightings"]] == [False, False, True, True]
    assert (then["stage"], then["recovered"]) == ("overturned", "92.10")
    assert not any(one["withdrawn"] for one in then["told"]["sightings"])


@pytest.mark.feature("IN-15", "RD-1", "RD-2")
def test_withdrawn_claims_leave_the_figures_and_history_keeps_them(telling: Telling) -> None:
    telling.withdraw("march")
    reversed_claim = telling.claim()
    before = telling.withdraw("january")
    telling.withdraw("february")
    now, then = telling.get("dashboard"), telling.get(f"dashboard?as_of=position:{before}")

    assert (reversed_claim["outcome"], reversed_claim["stage"]) == ("OTHER", "reversed")
    assert (reversed_claim["first_outcome"], reversed_claim["recovered"]) == ("DENIED", None)
    assert (now["claims_total"], now["billed_total"], now["payers"]) == (0, "0.00", [])
    assert now["initial_denial_rate"] is None
    assert then["claims_total"] == 2
    assert telling.get("claims")["items"] == []
    history = telling.get(f"claims/{reversed_claim['id']}/history")["steps"]
    assert history[-1]["action"] == "claims.withdrawn.v1"
    assert history[-1]["reason"] == "sent by mistake"
