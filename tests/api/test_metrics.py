"""Figures for Prometheus: true across processes, without names, for those who may have them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from litestar.testing import TestClient
from litestar.types import Receive, Scope, Send
from prometheus_client.parser import text_string_to_metric_families
from tests.api.at_work import RIVERSIDE, Story, tell_story, work
from tests.api.town import Api, populate, settings_for
from tests.conftest import TestDatabase

from upstream.api.app import create_app
from upstream.infrastructure.embedded.valkey import EmbeddedValkey

TOKEN = "scrape me if you can, but only with this"

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(scope="module")
def scraped(
    module_database: TestDatabase, valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """A story in an installation that has a token."""
    settings = settings_for(module_database.url, valkey.url, tmp_path_factory.mktemp("data"))
    told = msgspec.structs.replace(settings, metrics_token=TOKEN)
    with TestClient(create_app(told)) as client:
        api = Api(client)
        populate(api.parts)
        yield tell_story(api)


def figures(story: Story) -> Figures:
    answer = story.api.client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def of(found: Figures, name: str) -> dict[frozenset[tuple[str, str]], float]:
    return {labels: value for (known, labels), value in found.items() if known == name}


@pytest.mark.feature("AL-2")
def test_every_evaluation_is_counted_by_result_and_reason(scraped: Story) -> None:
    counted = of(figures(scraped), "upstream_alert_evaluations_total")
    alerts = scraped.get("alerts?limit=200")["items"]
    kept_down = scraped.get("alert-suppressions?limit=200")["items"]
    raised = sum(n for labels, n in counted.items() if ("result", "raised") in labels)
    suppressed = sum(n for labels, n in counted.items() if ("result", "suppressed") in labels)

    assert raised == len(alerts) > 0
    assert suppressed == len(kept_down)
    findings = scraped.get("findings?limit=200")["items"]
    assert sum(counted.values()) >= len(findings)
    assert all({name for name, _ in labels} == {"result", "reason"} for labels in counted)


@pytest.mark.feature("AL-2")
def test_doing_the_work_again_counts_nothing_twice(scraped: Story) -> None:
    before = of(figures(scraped), "upstream_alert_evaluations_total")
    work(scraped.api)

    assert of(figures(scraped), "upstream_alert_evaluations_total") == before


@pytest.mark.feature("OP-3")
def test_runs_jobs_alerts_and_lag_are_there(scraped: Story) -> None:
    found = figures(scraped)
    runs = scraped.get("drift-runs?limit=200")["items"]
    completed = frozenset({("product", "driftwatch"), ("outcome", "completed")})
    done = frozenset({("kind", "uploads.record"), ("state", "done")})

    assert found["upstream_drift_runs", completed] == len(runs)
    assert found["upstream_jobs", done] == 1
    active = scraped.get("alerts?status=open&limit=200")["items"]
    assert found["upstream_alerts", frozenset({("status", "open")})] == len(active)
    work(scraped.api)
    lags = of(figures(scraped), "upstream_projection_lag_positions")
    assert len(lags) > 10
    assert set(lags.values()) == {0.0}


@pytest.mark.feature("OP-3")
def test_requests_are_counted_by_template_and_status(scraped: Story) -> None:
    route = "/api/v1/customers/{customer}/alerts"
    labels = frozenset({("method", "GET"), ("route", route), ("status", "200")})
    before = figures(scraped).get(("upstream_http_requests_total", labels), 0)
    scraped.get("alerts")
    scraped.api.client.request("BREW", "/coffee")

    found = figures(scraped)
    assert found["upstream_http_requests_total", labels] == before + 1
    methods = {dict(each)["method"] for each in of(found, "upstream_http_requests_total")}
    assert methods <= {"GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "other"}


@pytest.mark.feature("OP-3")
def test_no_figure_names_a_customer_a_person_or_a_payer(scraped: Story) -> None:
    scraped.get("worklist")
    answer = scraped.api.client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    payers = {row["payer"] for row in scraped.rows}

    customer = scraped.api.get("/api/v1/me").json()["customers"][0]["id"]
    for word in {"riverside", "lakeside", "example", customer, *payers}:
        assert word.casefold() not in answer.text.casefold(), word


@pytest.mark.feature("OP-3")
@pytest.mark.parametrize("given", ["", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_nothing_is_told(scraped: Story, given: str) -> None:
    answer = scraped.api.client.get("/metrics", headers={"Authorization": given} if given else {})

    assert answer.status_code == 401
    assert "upstream_" not in answer.text


@pytest.mark.feature("OP-3")
@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        (("127.0.0.1", 5000), {}, 200),
        (("::1", 5000), {}, 200),
        (("192.0.2.7", 5000), {}, 401),
        (("testclient", 5000), {}, 401),
        (("127.0.0.1", 5000), {"X-Forwarded-For": "192.0.2.7"}, 401),
        (("127.0.0.1", 5000), {"Forwarded": "for=192.0.2.7"}, 401),
    ],
)
def test_where_no_token_is_set_only_this_machine_may_read(
    database_url: str,
    valkey_url: str,
    tmp_path: Path,
    client: tuple[str, int],
    headers: dict[str, str],
    status: int,
) -> None:
    app = create_app(settings_for(database_url, valkey_url, tmp_path))
    within = app.asgi_handler

    async def from_there(scope: Scope, receive: Receive, send: Send) -> None:
        scope["client"] = client
        await within(scope, receive, send)

    app.asgi_handler = from_there
    with TestClient(app) as inside:
        answer = inside.get("/metrics", headers=headers)

    assert answer.status_code == status
    assert RIVERSIDE not in answer.text
