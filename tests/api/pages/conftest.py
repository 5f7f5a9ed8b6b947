"""A browser without JavaScript: cookies, redirects and forms, over the real application."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.api.conftest import PASSWORD, Api, Population
from tests.api.pages.reading import Page
from tests.api.pages.riverside import record_january

from upstream.infrastructure.log import Appended


class Console:
    """What somebody at the console does; answers are pages."""

    def __init__(self, api: Api) -> None:
        self.client = api.client
        self.parts = api.parts

    def sign_in(self, email: str = "owner@riverside.example", password: str = PASSWORD) -> Any:  # noqa: ANN401  httpx's response
        form = {"email": email, "password": password, "back": "/"}
        return self.client.post("/sign-in", data=form, follow_redirects=False)

    def get(self, path: str, **headers: str) -> Any:  # noqa: ANN401  httpx's response
        known = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=known, follow_redirects=False)

    def post(self, path: str, **form: str) -> Any:  # noqa: ANN401  httpx's response
        return self.client.post(path, data=form, follow_redirects=False)

    def page(self, path: str) -> Page:
        """The page at the end of all redirects; it must be there."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)


@pytest.fixture
def nobody(api: Api, population: Population) -> Iterator[Console]:
    """A console nobody is signed in at."""
    yield Console(api)
    api.client.cookies.clear()


@pytest.fixture
def console(nobody: Console) -> Console:
    """Riverside's owner, signed in."""
    assert nobody.sign_in().status_code == 303
    return nobody


@pytest.fixture
def january(console: Console, population: Population) -> list[Appended]:
    """Riverside's claims are recorded and projected; the commits in order."""
    return record_january(console.parts, population)
