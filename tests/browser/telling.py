"""What programs tell the installation first: a payment, a contract, a file with drifts, a run."""

import time
from collections.abc import Callable
from typing import Any

import httpx
from tests.api.at_work import ANALYST, RIVERSIDE, UNTIL, seeded_file
from tests.api.town import PASSWORD
from tests.browser.installation import Installation
from tests.support.x12_writing import interchange, remittance

from upstream.application.seed import agreement, plan

PATIENCE_SECONDS = 90.0


def tell(installation: Installation) -> None:
    """Over HTTP; the worker, the scheduler and the projector do the rest."""
    with httpx.Client(base_url=installation.url, timeout=30) as client:
        credentials = {"email": ANALYST, "password": PASSWORD}
        token = client.post("/api/v1/auth/token", json=credentials).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        taken_back = ["PLB*1234567893*20251231*WO:A-0*125.50*L6*-3.20"]
        remitted = interchange(remittance([], paid="-122.30", adjustments=taken_back))
        received = client.post(f"{RIVERSIDE}/uploads", files={"file": ("eft1.835", remitted)})
        assert received.status_code == 202, received.text
        _until(lambda: len(_json(client, f"{RIVERSIDE}/remittances")["items"]) > 0)
        _agree(client)
        file = {"file": ("drifting.csv", seeded_file())}
        received = client.post(f"{RIVERSIDE}/uploads", files=file)
        assert received.status_code == 202, received.text
        upload = received.json()["status_url"]
        _until(lambda: _json(client, upload).get("status") == "completed")
        asked = client.post(f"{RIVERSIDE}/drift-runs", json={"until": str(UNTIL)})
        assert asked.status_code == 202, asked.text
        _until(lambda: len(_json(client, f"{RIVERSIDE}/alerts")["items"]) > 0)


def _agree(client: httpx.Client) -> None:
    """The contract that the file's payer begins to fall short of."""
    payer, loaded = agreement(plan("riverside", claims=20_000, seed=7, until=UNTIL))
    entered = client.post(f"{RIVERSIDE}/contracts", json={"payer": payer}).json()["id"]
    rates = [
        {"cpt": rate.cpt, "percent_of_charge": (rate.percent_bps or 0) / 10_000}
        for rate in loaded.rates
    ]
    body = {"from": str(loaded.from_on), "rates": rates}
    answer = client.post(f"{RIVERSIDE}/contracts/{entered}/rates", json=body)
    assert answer.status_code == 201, answer.text


def _json(client: httpx.Client, path: str) -> dict[str, Any]:
    answer = client.get(path)
    return dict(answer.json()) if answer.status_code == 200 else {"items": []}


def _until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.3)
