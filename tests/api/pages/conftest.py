"""A browser without JavaScript: cookies, redirects and forms, over the real application."""

from collections.abc import Iterator

import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.riverside import January, record_january
from tests.api.town import OWNER, Api, Population


@pytest.fixture
def nobody(api: Api, population: Population) -> Console:
    """A console nobody is signed in at, in a town of its own."""
    return Console(api)


@pytest.fixture
def console(town: Api) -> Iterator[Console]:
    """Riverside's owner, signed in, in the town that the module shares."""
    console = Console(town)
    console.be(OWNER)
    yield console
    console.client.cookies.clear()


@pytest.fixture(scope="module")
def january(town: Api) -> January:
    """Riverside's claims are recorded and projected."""
    return record_january(town)
