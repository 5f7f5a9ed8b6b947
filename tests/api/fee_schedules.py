"""Contracts over HTTP: entered, their rates loaded as a file, asked about."""

from collections.abc import Iterator
from typing import Any

from httpx import Response
from tests.api.at_work import ANALYST, RIVERSIDE
from tests.api.conftest import Api

PAYER = "Northwind Health"
RATES = b"CPT Code,Mod,Contract Rate\n99213,,100.00\n99214,,150.00\n70450,26,60.00\n70450,,200.00\n"
HEADER = (
    "claim_id,payer,cpt,submitted_date,service_date,decided_date,outcome,billed_amount,"
    "allowed_amount"
)


def claims() -> Iterator[str]:
    """Twelve weeks of claims; in the last four the payer allows $50 of $100."""
    for week in range(12):
        for number in range(5):
            day = f"2026-{4 + (week * 7) // 28:02d}-{1 + (week * 7) % 28 + number:02d}"
            allowed = "50.00" if week >= 8 else "100.00"
            yield f"C{week}-{number},{PAYER},99213,{day},{day},{day},PAID,217.00,{allowed}"


def file_of(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def call(api: Api, method: str, path: str, body: object = None, **headers: str) -> Response:
    return api.client.request(
        method, f"{RIVERSIDE}/{path}", json=body, headers=api.headers(ANALYST, **headers)
    )


def load_file(api: Api, contract: str, content: bytes = RATES, **fields: str) -> Response:
    return api.client.post(
        f"{RIVERSIDE}/contracts/{contract}/rates/file",
        files={"file": ("rates.csv", content)},
        data={"from": "2026-01-01", **fields},
        headers=api.headers(ANALYST),
    )


def show(api: Api, path: str) -> Any:  # noqa: ANN401  a document
    answer = call(api, "GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def entered(api: Api) -> str:
    """The id of a contract with the payer."""
    answer = call(api, "POST", "contracts", {"payer": PAYER, "name": "C-1"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
