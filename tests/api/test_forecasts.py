"""Next month's denials by HTTP: told where the past says so, and what the past says."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import Api

HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount,denial_reason"
FORECASTS = "forecasts"
MONTHS = [date(2024 + (month - 1) // 12, (month - 1) % 12 + 1, 1) for month in range(1, 21)]
CLAIMS = 60


def lines() -> Iterator[str]:
    """Aetna swings around a tenth; Humana climbs; Cigna decides three claims a month."""
    yield HEADER
    for number, begins_on in enumerate(MONTHS):
        swinging = 6 + (2, -2, 1, -1, 3, -3, 0)[number % 7]
        for payer, claims, denied in (
            ("Aetna", CLAIMS, swinging),
            ("Humana", CLAIMS, min(CLAIMS, 2 + 3 * number)),
            ("Cigna", 3, 1),
        ):
            for claim in range(claims):
                decided = begins_on + timedelta(days=claim * 27 // claims)
                submitted = decided - timedelta(days=10)
                is_denied = (claim + 1) * denied // claims > claim * denied // claims
                outcome = "DENIED,90.00,CO-50" if is_denied else "PAID,90.00,"
                yield f"{payer}-{number}-{claim},{payer},99213,{submitted},{decided},{outcome}"


class Told:
    def __init__(self, api: Api) -> None:
        self.api = api
        assert upload(api, "\n".join((*lines(), "")).encode()).status_code == 202
        work(api)

    def get(self, query: str = "") -> Any:  # noqa: ANN401  some document
        answer = self.api.get(f"{RIVERSIDE}/{FORECASTS}?{query}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def told(town: Api) -> Told:
    return Told(town)


@pytest.mark.feature("DR-11")
def test_a_steady_payer_is_forecast_with_its_intervals(told: Told) -> None:
    document = told.get("payer=Aetna")
    (cell,) = document["items"]

    assert (document["month"], document["known_through"]) == ("2025-09", "2025-08-27")
    assert cell["shown"]
    assert cell["why_not"] is None
    assert 0.07 < cell["denial_rate"] < 0.13
    assert (
        0
        <= cell["low_95"]
        <= cell["low_80"]
        <= cell["denial_rate"]
        <= cell["high_80"]
        <= cell["high_95"]
        <= 1
    )
    assert cell["expected_decisions"] == CLAIMS
    tested = cell["backtest"]
    assert tested["months"] >= 12
    assert tested["error"] < tested["error_last_month"]
    assert tested["error_beside_last_year"] < tested["error_last_year"]
    assert tested["coverage_80"] >= 0.7


@pytest.mark.feature("DR-11")
def test_where_the_naive_is_as_good_or_claims_are_few_nothing_is_told_but_why(told: Told) -> None:
    hidden = {cell["payer"]: cell for cell in told.get("shown=false")["items"]}

    assert set(hidden) == {"Humana", "Cigna"}
    assert hidden["Humana"]["why_not"] == 'The naive forecast "as last month" was as good.'
    assert hidden["Humana"]["backtest"]["months"] >= 12
    assert hidden["Cigna"]["why_not"].startswith("Fewer than 5 decisions a month")
    for cell in hidden.values():
        for name in ("denial_rate", "low_80", "high_80", "low_95", "high_95"):
            assert cell[name] is None


@pytest.mark.feature("DR-11")
def test_the_list_says_what_all_forecasts_were_worth_and_comes_in_pages(told: Told) -> None:
    document = told.get("limit=1")
    rest = told.get(f"limit=1&cursor={document['next']}")

    assert document["shown"] == 1
    assert document["backtest"]["months"] > 12
    assert document["items"][0]["payer"] == "Aetna"
    assert rest["items"][0]["payer"] != "Aetna"
    assert told.get("cpt_group=Nothing%20of%20ours")["items"] == []


@pytest.mark.feature("DR-11", "RD-2")
def test_before_anything_was_known_nothing_is_forecast_and_it_says_so(told: Told) -> None:
    document = told.get("as_of=position:1")

    assert (document["month"], document["items"]) == (None, [])
    assert document["why_none"] == "No decision is known."


@pytest.mark.feature("ID-2")
def test_another_customer_forecasts_its_own(told: Told) -> None:
    lakeside = f"/api/v1/customers/lakeside/{FORECASTS}"

    assert told.api.get(lakeside, "owner@lakeside.example").json()["items"] == []
    assert told.api.get(lakeside).status_code == 404
