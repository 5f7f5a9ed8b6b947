"""A contract over HTTP: rates loaded, claims below them uploaded, what is owed found and shown."""

import csv
import io
from decimal import Decimal

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import Api, Population
from tests.api.fee_schedules import PAYER, call, claims, entered, file_of, load_file, show

pytestmark = pytest.mark.feature("DR-4")


@pytest.fixture
def contract(api: Api, population: Population) -> str:
    return entered(api)


def test_from_a_fee_schedule_to_a_finding_with_the_dollars_owed(api: Api, contract: str) -> None:
    upload(api, file_of(*claims()))
    work(api)
    before = show(api, "contracts")["position"]
    loaded = load_file(api, contract)
    assert loaded.status_code == 201, loaded.text
    work(api)

    for as_of in (None, f"position:{loaded.json()['position']}"):
        asked = {"product": "contractiq", "until": "2026-06-29", "as_of": as_of}
        run = call(api, "POST", "drift-runs", {k: v for k, v in asked.items() if v})
        work(api)
        (found,) = show(api, f"drift-runs/{run.json()['id']}")["findings"]
        assert (found["kind"], found["payer"], found["cpt"]) == ("underpayment", PAYER, "99213")
        assert found["dollars_at_risk"] == "1000.00"
        assert (found["baseline_value"], found["current_value"]) == ("100.00", "50.00")
    early = {"product": "contractiq", "until": "2026-06-29", "as_of": f"position:{before}"}
    run = call(api, "POST", "drift-runs", early)
    work(api)
    assert show(api, f"drift-runs/{run.json()['id']}")["findings"] == []

    (open_one,) = show(api, "findings?product=contractiq")["items"]
    evidence = show(api, f"findings/{open_one['id']}/evidence")
    assert (evidence["of"], evidence["total"]) == ("underpaid", 20)
    assert {(one["contracted"], one["allowed"], one["owed"]) for one in evidence["items"]} == {
        ("100.00", "50.00", "50.00")
    }
    assert sum(Decimal(one["owed"]) for one in evidence["items"]) == Decimal("1000.00")
    alerts = show(api, "alerts")["items"]
    assert [alert["kind"] for alert in alerts] == ["underpayment"]


def test_totals_lead_to_their_lines_and_to_a_file(api: Api, contract: str) -> None:
    load_file(api, contract)
    recoded = f"D1,{PAYER},99214,2026-05-01,2026-05-01,2026-05-09,PAID,300,100"
    upload(api, file_of(*claims(), recoded))
    work(api)
    range_ = "from=2026-04-01&to=2026-07-01"

    totals = show(api, f"underpayments?{range_}&payer={PAYER}")
    assert (totals["owed"], totals["recoded_owed"]) == ("1000.00", "50.00")
    assert [(cell["cpt"], cell["owed"]) for cell in totals["cells"]] == [
        ("99213", "1000.00"),
        ("99214", "0.00"),
    ]
    seen, cursor = [], ""
    while cursor is not None:
        page = show(api, f"underpayments/lines?{range_}&limit=7{cursor}")
        seen += page["items"]
        cursor = page["next"] and f"&cursor={page['next']}"
    assert [one["owed"] for one in seen] == ["50.00"] * 21
    assert len({(one["id"], one["line"]) for one in seen}) == 21
    file = call(api, "GET", f"underpayments/lines?{range_}&verdict=underpaid", accept="text/csv")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert sum(Decimal(row["owed"]) for row in rows) == Decimal(totals["owed"])
    assert show(api, f"underpayments?{range_}&cpt=70450")["owed"] == "0.00"
    assert show(api, f"underpayments?{range_}&as_of=position:0")["cells"] == []


def test_a_contract_shows_its_rates_of_a_day(api: Api, contract: str) -> None:
    load_file(api, contract)
    later = {"from": "2026-07-01", "rates": [{"cpt": "99213", "amount": "110.00"}]}
    assert call(api, "POST", f"contracts/{contract}/rates", later).status_code == 201
    work(api)

    found = call(api, "GET", f"contracts/{contract}")
    assert found.headers["etag"] == f'"v{found.json()["version"]}"'
    assert [(one["from"], one["to"], one["rates"]) for one in found.json()["schedules"]] == [
        ("2026-07-01", None, 1),
        ("2026-01-01", "2026-07-01", 4),
    ]
    june = show(api, f"contracts/{contract}/rates?on=2026-06-30&limit=3")
    assert [(one["cpt"], one["modifier"], one["amount"]) for one in june["items"]] == [
        ("70450", None, "200.00"),
        ("70450", "26", "60.00"),
        ("99213", None, "100.00"),
    ]
    rest = show(api, f"contracts/{contract}/rates?on=2026-06-30&limit=3&cursor={june['next']}")
    assert [one["cpt"] for one in rest["items"]] == ["99214"]
    july = show(api, f"contracts/{contract}/rates?on=2026-07-01&search=992")
    assert [one["amount"] for one in july["items"]] == ["110.00"]
    assert show(api, "contracts?as_of=position:0")["items"] == []


def test_a_rate_and_a_period_are_put_right(api: Api, contract: str) -> None:
    load_file(api, contract)
    rates = f"contracts/{contract}/rates"
    right = {"schedule": 1, "cpt": "99213", "percent_of_charge": 0.5}
    stale = call(api, "PUT", rates, right, **{"If-Match": '"v1"'})
    assert stale.status_code == 412
    assert call(api, "PUT", rates, right).status_code == 201
    end = {"schedule": 1, "to": "2026-02-01"}
    assert call(api, "POST", f"contracts/{contract}/schedules/end", end).status_code == 201
    work(api)
    (rate,) = show(api, f"{rates}?on=2026-01-31&search=99213")["items"]
    assert (rate["amount"], rate["percent_of_charge"]) == (None, 0.5)
    assert show(api, f"{rates}?on=2026-02-01")["items"] == []
    gone = call(api, "POST", f"contracts/{contract}/schedules/withdraw", {"schedule": 1})
    assert gone.status_code == 201
    work(api)
    assert show(api, f"contracts/{contract}")["schedules"] == []


def test_the_same_request_again_changes_nothing(api: Api, contract: str) -> None:
    first = load_file(api, contract)
    again = load_file(api, contract)

    assert again.json() == first.json()
    entered = call(api, "POST", "contracts", {"payer": PAYER, "name": "C-1"})
    assert entered.json()["version"] == first.json()["version"]


def test_whoever_only_looks_writes_no_contract(api: Api, population: Population) -> None:
    answer = api.client.post(
        f"{RIVERSIDE}/contracts",
        json={"payer": PAYER},
        headers=api.headers("viewer@riverside.example"),
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "access.not_allowed")
