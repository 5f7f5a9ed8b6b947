"""What programs tell the installation first: a payment, a contract, a file with drifts, a run."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
from tests.api.at_work import ANALYST, RIVERSIDE, UNTIL, seeded_file
from tests.api.town import PASSWORD
from tests.browser.installation import Installation
from tests.support.x12_writing import interchange, remittance

from upstream.application.seed import agreement, plan

PATIENCE_SECONDS = 90.0


def tell(installation: Installation) -> None:
    """Over HTTP; the worker, the scheduler and the projector do the rest."""
    with _analyst(installation) as client:
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


def raise_alerts(installation: Installation) -> list[str]:
    """Alerts that nobody has touched: a rule of its own sees what the next run sees again.

    The ids of those that the rule raised, all open, the worst first.
    """
    name = f"Rule {uuid4().hex[:8]}"
    with _analyst(installation) as client:
        made = client.post(f"{RIVERSIDE}/alert-rules", json={"name": name, "severity_min": 0})
        assert made.status_code == 201, made.text
        # Up to today: a run that ends before another one did is a look back, and tells nobody.
        asked = client.post(f"{RIVERSIDE}/drift-runs", json={})
        assert asked.status_code == 202, asked.text
        run = asked.json()["status_url"]
        _until(lambda: _json(client, run).get("state") == "completed")
        found = _json(client, run)["findings"]

        def raised() -> list[str]:
            listed = _json(client, f"{RIVERSIDE}/alerts?limit=200")["items"]
            return [each["id"] for each in listed if each["rule_name"] == name]

        _until(lambda: len(raised()) == len(found) > 0)
        return raised()


@contextmanager
def _analyst(installation: Installation) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=installation.url, timeout=30) as client:
        credentials = {"email": ANALYST, "password": PASSWORD}
        token = client.post("/api/v1/auth/token", json=credentials).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


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
