"""The figures of the trade, counted by hand from a dozen claims and asked for by HTTP."""

from typing import Any

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import Api

HEADER = (
    "claim_id,payer,cpt,submitted_date,decided_date,outcome,"
    "billed_amount,allowed_amount,paid_amount,denial_reason"
)
FIRST = (
    "F-01,Aetna,99213,2025-01-02,2025-01-12,PAID,100.00,80.00,80.00,",
    "F-02,Aetna,99213,2025-01-03,2025-01-13,PAID,100.00,80.00,60.00,",
    "F-03,Aetna,99213,2025-01-06,2025-01-16,DENIED,200.00,,0.00,CO-197",
    "F-04,Aetna,99213,2025-01-07,2025-01-17,DENIED,300.00,,0.00,CO-50",
    "F-05,Aetna,99213,2025-02-03,2025-02-17,PAID,100.00,80.00,0.00,",
    "F-06,Humana,99213,2025-02-04,2025-02-18,DENIED,100.00,,0.00,CO-18",
    "F-07,Humana,99213,2025-02-05,2025-02-19,PAID,100.00,100.00,100.00,",
    "F-08,Humana,99213,2025-02-06,,PENDING,400.00,,,",
    "F-09,Humana,99213,2025-03-03,,REJECTED,500.00,,,",
    "F-10,Humana,99213,2024-11-04,,PENDING,500.00,,,",
)
SECOND = (
    "F-03,Aetna,99213,2025-01-06,2025-01-26,Appealed,200.00,,,",
    "F-03,Aetna,99213,2025-01-06,2025-03-02,PAID,200.00,150.00,150.00,",
)
FIGURES = f"{RIVERSIDE}/figures"
QUARTER = "from=2025-01-01&to=2025-04-01"


def csv_of(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows, "")).encode()


def by_key(figures: list[Any]) -> dict[str, Any]:
    return {figure["key"]: figure for figure in figures}


def values(figures: list[Any]) -> dict[str, Any]:
    return {figure["key"]: figure["value"] for figure in figures}


class Quarter:
    """Two files by hand; `between` is the position after the first."""

    def __init__(self, api: Api) -> None:
        self.api = api
        assert upload(api, csv_of(*FIRST)).status_code == 202
        work(api)
        self.between = self.get("dashboard")["position"]
        assert upload(api, csv_of(*SECOND)).status_code == 202
        work(api)

    def get(self, path: str) -> Any:  # noqa: ANN401  some document
        answer = self.api.get(f"{RIVERSIDE}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def quarter(town: Api) -> Quarter:
    return Quarter(town)


@pytest.mark.feature("RD-5")
def test_every_figure_is_what_a_pencil_says(quarter: Quarter) -> None:
    document = quarter.get(f"figures?{QUARTER}")
    found = values(document["whole"])

    assert found == {
        # F-01 to F-08 were submitted; F-09 was turned away, F-10 came before.
        "initial_denial_rate": 0.375,
        "initial_denial_rate_charges": round(600 / 1400, 4),
        # Decided: F-01 to F-07; F-06 is a duplicate; nothing paid: F-04, F-05.
        "primary_denial_rate": round(2 / 6, 4),
        "denial_write_offs": None,
        "days_to_appeal": 10.0,
        "days_to_resolution": 45.0,
        "overturn_rate": round(1 / 3, 4),
        "first_pass_yield": round(4 / 7, 4),
        "first_decision_denial_rate": round(3 / 7, 4),
        "final_denial_rate": round(2 / 7, 4),
        "any_zero_rate": round(3 / 7, 4),
        "line_denial_rate": round(2 / 7, 4),
        "collection_rate": round(390 / 490, 4),
        # F-08 and F-10 wait: 900 dollars; 1400 dollars came in, in 90 days.
        "days_in_ar": round(900 * 90 / 1400, 1),
        "ar_over_90": round(500 / 900, 4),
    }
    initial = by_key(document["whole"])["initial_denial_rate"]
    assert (initial["numerator"], initial["denominator"]) == (3, 8)
    assert initial["note"] == "1 still undecided"
    written_off = by_key(document["whole"])["denial_write_offs"]
    assert written_off["unknown"] == "no file ever told of a write-off"


@pytest.mark.feature("RD-5")
def test_a_figure_comes_with_its_definition(quarter: Quarter) -> None:
    document = quarter.get(f"figures?{QUARTER}")
    defined = by_key(document["definitions"])

    assert list(defined) == list(by_key(document["whole"]))
    assert {one["kpi"] for one in defined.values()} == {None, 1, 2, 3, 4, 5, 6}
    for one in defined.values():
        assert one["numerator"]
        assert one["denominator"]
        assert one["excluded"]
        assert one["source"]


@pytest.mark.feature("RD-5")
def test_days_in_ar_at_the_end_of_each_month(quarter: Quarter) -> None:
    """At the end of January F-10 waits, of February F-08 too; in March nothing was submitted."""
    months = quarter.get(f"figures?{QUARTER}")["by_month"]
    found = [by_key(month["figures"])["days_in_ar"]["value"] for month in months]

    assert found == [round(500 * 31 / 700, 1), round(900 * 28 / 700, 1), None]


@pytest.mark.feature("RD-5")
def test_payers_and_months_add_up_to_the_whole(quarter: Quarter) -> None:
    document = quarter.get(f"figures?{QUARTER}")
    whole = by_key(document["whole"])
    counted = ("initial_denial_rate", "final_denial_rate", "first_pass_yield", "overturn_rate")

    assert [one["name"] for one in document["by_payer"]] == ["Aetna", "Humana"]
    assert [one["name"] for one in document["by_month"]] == ["2025-01", "2025-02", "2025-03"]
    for parts in (document["by_payer"], document["by_month"]):
        for key in counted:
            for side in ("numerator", "denominator"):
                total = sum(by_key(part["figures"])[key][side] for part in parts)
                assert total == whole[key][side], (key, side)
    aetna = quarter.get(f"figures?{QUARTER}&payer=Aetna")
    assert aetna["whole"] == document["by_payer"][0]["figures"]


@pytest.mark.feature("RD-2", "RD-5")
def test_before_the_appeal_was_told_of_it_is_unknown_and_not_zero(quarter: Quarter) -> None:
    then = by_key(quarter.get(f"figures?{QUARTER}&as_of=position:{quarter.between}")["whole"])

    assert then["final_denial_rate"]["value"] == round(3 / 7, 4)
    for key in ("overturn_rate", "days_to_appeal", "days_to_resolution"):
        assert then[key]["value"] is None
        assert then[key]["unknown"]


@pytest.mark.feature("RD-5")
@pytest.mark.parametrize("path", ["figures", "payers/scorecard", "payers", "trends"])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("from=2025-02-30", "request.invalid"),
        ("to=yesterday", "request.invalid"),
        ("from=2025-02-01&to=2025-02-01", "request.range_empty"),
        ("from=2025-02-01&to=2025-01-01", "request.range_empty"),
        ("from=2025-02-01&untill=2025-03-01", "request.parameter_unknown"),
    ],
)
def test_a_bad_date_is_a_bad_request(quarter: Quarter, path: str, query: str, code: str) -> None:
    answer = quarter.api.get(f"{RIVERSIDE}/{path}?{query}")

    assert answer.status_code == 400
    assert answer.json()["code"] == code


@pytest.mark.feature("ID-2")
def test_another_customer_has_figures_of_its_own(quarter: Quarter) -> None:
    path = f"/api/v1/customers/lakeside/figures?{QUARTER}"
    document = quarter.api.get(path, "owner@lakeside.example").json()

    assert document["by_payer"] == []
    assert set(values(document["whole"]).values()) == {None}
    assert quarter.api.get(path).status_code == 404
