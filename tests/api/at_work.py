"""All processes but the API's own, step by step in the test's thread: nothing to wait for."""

import csv
import io
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from httpx import Response
from tests.api.town import OWNER, Api

from upstream.application.seed import plan, write_claims
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.jobs import send_due
from upstream.projections.catalogue import PROJECTIONS, REACTIONS
from upstream.projections.runner import catch_up
from upstream.workers.installation import Installation
from upstream.workers.worker import do

RIVERSIDE = "/api/v1/customers/riverside"
ANALYST, OPERATOR = "analyst@riverside.example", "operator@riverside.example"
UNTIL = datetime.now(UTC).date() - timedelta(days=1)


def work(api: Api) -> None:
    """Project, react, do what is due, until nothing is left to do."""
    parts = api.parts
    installation = Installation(parts.settings, parts.database, parts.log, parts.views, parts.files)
    projector = Database(parts.settings.database_url, role=PROJECTOR, pool_size=2)
    due: list[UUID] = []

    def collect(_: str, job_id: UUID) -> None:
        due.append(job_id)

    while True:
        catch_up(projector, (*PROJECTIONS, *REACTIONS))
        send_due(parts.database, collect)
        if not due:
            break
        for job_id in due:
            do(installation, job_id, threading.Event())
        due.clear()
    projector.close()


def seeded_file(customer: str = "riverside", *, claims: int = 20_000, drifts: bool = True) -> bytes:
    """A demo file with known drifts that ended yesterday."""
    text = io.StringIO()
    write_claims(plan(customer, claims=claims, seed=7, until=UNTIL, drifts=drifts), text)
    return text.getvalue().encode()


def upload(api: Api, content: bytes, customer: str = "riverside") -> Response:
    return api.client.post(
        f"/api/v1/customers/{customer}/uploads",
        files={"file": ("claims.csv", content)},
        headers=api.headers(f"analyst@{customer}.example"),
    )


class Story(msgspec.Struct, kw_only=True):
    """A file with known drifts was uploaded and recorded, then a run was asked for and made."""

    api: Api
    rows: list[dict[str, str]]
    upload_id: str
    run_id: str
    asked_at: int
    """Where the run was asked for: the whole file is known, nothing is found yet."""

    def get(self, path: str, who: str = OWNER) -> Any:  # noqa: ANN401  some document
        answer = self.api.get(f"{RIVERSIDE}/{path}", who)
        assert answer.status_code == 200, answer.text
        document = answer.json()
        if "position" in document and not path.startswith(("drift-runs/", "findings/", "events")):
            assert str(document["position"]) == answer.headers["upstream-position"]
        return document


def tell_story(town: Api) -> Story:
    content = seeded_file()
    received = upload(town, content)
    assert received.status_code == 202
    work(town)
    asked = town.post(f"{RIVERSIDE}/drift-runs", {"until": str(UNTIL)}, who=ANALYST)
    assert asked.status_code == 202
    work(town)
    return Story(
        api=town,
        rows=list(csv.DictReader(io.StringIO(content.decode()))),
        upload_id=received.json()["id"],
        run_id=asked.json()["id"],
        asked_at=asked.json()["position"],
    )
