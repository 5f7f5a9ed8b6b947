"""Files of rates that cannot be used, over HTTP: nothing of them is loaded."""

import pytest
from tests.api.at_work import work
from tests.api.conftest import Api, Population
from tests.api.fee_schedules import RATES, entered, load_file, show

pytestmark = pytest.mark.feature("DR-4")


@pytest.fixture
def contract(api: Api, population: Population) -> str:
    return entered(api)


@pytest.mark.parametrize(
    ("content", "fields", "status", "code", "row"),
    [
        (b"CPT,Rate\n99213,100\n99214,-5\n", {}, 422, "contract.rates_invalid", 3),
        (b"CPT,Rate\n99213,100\n\n99213,90\n", {}, 422, "contract.rates_invalid", 4),
        (b"CPT,Rate\nabc,100\n", {}, 422, "contract.rates_invalid", 2),
        (b"CPT,Rate\n99213,100,5\n", {}, 422, "contract.file_unreadable", 2),
        (b"nothing\nof use\n", {}, 422, "contract.file_unreadable", 1),
        (b"CPT,Rate\n", {}, 422, "contract.rates_missing", None),
        (RATES, {"from": "2025-06-01", "to": "2026-02-01"}, 409, "contract.periods_overlap", None),
        (RATES, {"to": "2025-01-01"}, 422, "contract.period_invalid", None),
        (RATES, {"replaces": "9"}, 404, "contract.schedule_not_found", None),
        (RATES, {"from": "soon"}, 400, "request.form_unreadable", None),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(
    api: Api,
    contract: str,
    content: bytes,
    fields: dict[str, str],
    status: int,
    code: str,
    row: int | None,
) -> None:
    load_file(api, contract, b"CPT,Rate\n99213,77\n")

    refused = load_file(api, contract, content, **fields)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json().get("row") == row
    work(api)
    (left,) = show(api, f"contracts/{contract}")["schedules"]
    assert left["rates"] == 1
