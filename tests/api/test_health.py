"""Health says how it is, without being asked who is asking, and without naming anybody."""

from collections.abc import Iterator

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.api.conftest import Api, Population, projected

from upstream.api.app import create_app
from upstream.infrastructure.settings import Settings


@pytest.fixture
def alone(settings: Settings) -> Iterator[TestClient[Litestar]]:
    """The API with its database and its broker out of reach."""
    nowhere = "postgresql://upstream@127.0.0.1:1/nowhere"
    lost = msgspec.structs.replace(settings, database_url=nowhere, redis_url="redis://127.0.0.1:1")
    with TestClient(create_app(lost)) as client:
        yield client


@pytest.mark.feature("OP-2")
def test_a_healthy_installation_says_so(api: Api, population: Population) -> None:
    projected(api)
    assert api.client.get("/health/live").json() == {"status": "ok"}
    assert api.client.get("/health/ready").json() == {"status": "ok"}
    document = api.client.get("/health").json()

    assert {name for name, check in document["checks"].items() if check["state"] == "ok"} >= {
        "database",
        "broker",
        "projections",
        "jobs",
    }
    assert "riverside" not in api.client.get("/health").text


@pytest.mark.feature("OP-2")
def test_without_a_database_it_lives_but_is_not_ready(alone: TestClient[Litestar]) -> None:
    assert alone.get("/health/live").status_code == 200
    ready = alone.get("/health/ready")
    assert (ready.status_code, ready.json()) == (503, {"status": "down"})
    whole = alone.get("/health")
    assert whole.status_code == 503
    assert whole.json()["checks"]["database"] == {"state": "down"}
    assert whole.json()["checks"]["broker"] == {"state": "degraded"}
    assert "127.0.0.1" not in whole.text


@pytest.mark.feature("API-2")
def test_without_a_database_a_question_is_worth_asking_again(
    alone: TestClient[Litestar],
) -> None:
    answer = alone.post("/api/v1/auth/token", json={"email": "a@b.example", "password": "x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "server.unavailable")
    assert answer.headers["retry-after"]


@pytest.mark.feature("OP-2", "RD-7")
def test_a_parked_read_model_shows(api: Api, population: Population) -> None:
    projected(api)
    with api.parts.database.control() as connection:
        connection.exec_driver_sql("RESET role")
        connection.exec_driver_sql("SET LOCAL ROLE upstream_projector")
        connection.exec_driver_sql(
            "UPDATE projection_checkpoints SET parked_at = clock_timestamp()"
            " WHERE projection = 'claims'"
        )
    document = api.client.get("/health").json()
    assert document["status"] == "degraded"
    assert document["checks"]["projections"]["parked"] > 0
