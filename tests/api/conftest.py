"""The real application over a real database, with two customers and a person in every role."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.api.at_work import Story, tell_story
from tests.api.town import OWNER, PASSWORD, Api, Population, populate, projected, settings_for
from tests.conftest import TestDatabase

from upstream.api.app import create_app
from upstream.infrastructure.embedded.valkey import EmbeddedValkey
from upstream.infrastructure.settings import Settings

LISTENED_SECONDS = 0.3
"""Whoever walks all routes listens to live updates for so long."""

__all__ = ["OWNER", "PASSWORD", "Api", "Population", "Story", "projected"]


@pytest.fixture
def settings(database_url: str, valkey_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, valkey_url, tmp_path)


@pytest.fixture
def api(settings: Settings) -> Iterator[Api]:
    with TestClient(create_app(settings)) as client:
        client.app.state.feeds.lasts_seconds = LISTENED_SECONDS
        yield Api(client)


@pytest.fixture(scope="module")
def town(
    module_database: TestDatabase, valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Api]:
    """One populated application for a whole module of tests that only look."""
    data = tmp_path_factory.mktemp("data")
    with TestClient(create_app(settings_for(module_database.url, valkey.url, data))) as client:
        client.app.state.feeds.lasts_seconds = LISTENED_SECONDS
        populate(Api(client).parts)
        yield Api(client)


@pytest.fixture
def population(api: Api) -> Population:
    """Every role at Riverside and at Lakeside, and one platform administrator."""
    return populate(api.parts)


@pytest.fixture(scope="module")
def story(town: Api) -> Story:
    """A file with known drifts went in, a run was made, alerts were raised."""
    return tell_story(town)
