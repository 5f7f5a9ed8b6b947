"""Swagger UI draws the API's description under the strict policy, without any other host."""

import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import sync_playwright
from tests.api.town import settings_for
from tests.conftest import TestDatabase

from upstream.api.app import create_app
from upstream.infrastructure.embedded.valkey import EmbeddedValkey

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def address(
    module_database: TestDatabase, valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The application behind a real server."""
    app = create_app(settings_for(module_database.url, valkey.url, tmp_path_factory.mktemp("data")))
    server = uvicorn.Server(
        uvicorn.Config(app, lifespan="on", ws="none", access_log=False, log_config=None)
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.mark.browser
@pytest.mark.feature("RP-4", "API-8")
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_swagger_ui_draws_the_api_without_any_violation(address: str) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/api/docs")
        page.wait_for_selector(".swagger-ui .opblock")
        operations = page.locator(".swagger-ui .opblock").count()
        title = page.locator(".swagger-ui .info .title").inner_text()
        browser.close()

    assert title.startswith("Upstream")
    assert operations > 30
    assert complaints == []
    assert all(url.startswith((address, "data:")) for url in asked)
