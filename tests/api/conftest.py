"""The real application over a real database, with two customers and a person in every role."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.api.at_work import Story, tell_story
from tests.api.town import OWNER, PASSWORD, Api, Population, populate, projected, settings_for
from tests.conftest import TestDatabase, drop

from upstream.api.app import create_app
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.embedded.valkey import EmbeddedValkey
from upstream.infrastructure.settings import Settings

LISTENED_SECONDS = 0.3
"""Whoever walks all routes listens to live updates for so long."""

__all__ = ["OWNER", "PASSWORD", "Api", "Population", "Story", "projected"]


@pytest.fixture
def settings(database_url: str, valkey_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, valkey_url, tmp_path)


class Applications:
    """Putting the application together takes a second, so it is opened for one test after another,
    each with its own settings; two that are open at once are two.
    """

    def __init__(self) -> None:
        self._idle: list[Litestar] = []

    @contextmanager
    def over(self, settings: Settings) -> Iterator[Api]:
        app = self._idle.pop() if self._idle else create_app(settings)
        app.state.settings = settings
        with TestClient(app) as client:
            client.app.state.feeds.lasts_seconds = LISTENED_SECONDS
            yield Api(client)
        self._idle.append(app)


@pytest.fixture(scope="session")
def applications() -> Applications:
    return Applications()


@pytest.fixture
def api(settings: Settings, applications: Applications) -> Iterator[Api]:
    with applications.over(settings) as opened:
        yield opened


class Told(NamedTuple):
    """A story that was told once: its database and its files, to be copied."""

    database: TestDatabase
    data: Path
    story: Story


@pytest.fixture(scope="session")
def told(
    new_database: Callable[..., TestDatabase],
    valkey: EmbeddedValkey,
    applications: Applications,
    tmp_path_factory: pytest.TempPathFactory,
) -> Told:
    """A file with known drifts went in, a run was made, alerts were raised; nobody is connected."""
    database, data = new_database(), tmp_path_factory.mktemp("told")
    with applications.over(settings_for(database.url, valkey.url, data)) as opened:
        populate(opened.parts)
        return Told(database, data, tell_story(opened))


@pytest.fixture(scope="module")
def town(
    request: pytest.FixtureRequest,
    new_database: Callable[..., TestDatabase],
    postgres: EmbeddedPostgres,
    valkey: EmbeddedValkey,
    applications: Applications,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Api]:
    """One populated application for a whole module of tests that only look.

    Where one of them asks for the story, it has been told there.
    """
    data = tmp_path_factory.mktemp("data")
    known: Told | None = None
    if _asks_for_the_story(request):
        known = request.getfixturevalue("told")
        shutil.copytree(known.data, data, dirs_exist_ok=True)
    database = new_database(known.database.name) if known else new_database()
    with applications.over(settings_for(database.url, valkey.url, data)) as opened:
        if known is None:
            populate(opened.parts)
        yield opened
    drop(postgres, database)


def _asks_for_the_story(request: pytest.FixtureRequest) -> bool:
    here = [item for item in request.session.items if item.getparent(pytest.Module) is request.node]
    return any("story" in item.fixturenames for item in here if isinstance(item, pytest.Function))


@pytest.fixture
def population(api: Api) -> Population:
    """Every role at Riverside and at Lakeside, and one platform administrator."""
    return populate(api.parts)


@pytest.fixture(scope="module")
def story(town: Api, told: Told) -> Story:
    """A file with known drifts went in, a run was made, alerts were raised."""
    return msgspec.structs.replace(told.story, api=town)
