"""Debian's chromium before the whole installation: four processes, PostgreSQL, Valkey."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.installation import Installation, installed
from tests.browser.telling import raise_alerts, tell
from tests.browser.visitor import Visitor
from tests.conftest import TestDatabase

from upstream.infrastructure.embedded.valkey import EmbeddedValkey

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skipped, with a line that says why, where there is no browser."""
    here = Path(__file__).parent
    if chromium():
        return
    missing = pytest.mark.skip(reason="no chromium found: apt-get install chromium")
    for item in items:
        if here in item.path.parents:
            item.add_marker(missing)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def installation(
    new_database: Callable[[], TestDatabase],
    valkey: EmbeddedValkey,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """API, worker, projector and scheduler as processes of their own, with two customers."""
    data = tmp_path_factory.mktemp("installation")
    with installed(new_database().url, valkey.url, data) as running:
        yield running


@pytest.fixture(scope="session")
def drifted(installation: Installation) -> Installation:
    """A file with known drifts is recorded, a run was made, alerts were raised."""
    tell(installation)
    return installation


@pytest.fixture
def alerts(drifted: Installation) -> list[str]:
    """Open alerts of this test's own, the worst first: it may do with them what it likes."""
    return raise_alerts(drifted)


@pytest.fixture
def visitor(browser: Browser, installation: Installation) -> Iterator[Visitor]:
    """Somebody with a browser; whatever their console says afterwards fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    visiting = Visitor(context, installation.url)
    yield visiting
    context.close()
    assert visiting.complaints == []
