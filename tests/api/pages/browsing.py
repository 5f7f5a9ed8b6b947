"""What somebody at the console does; answers are pages."""

from uuid import uuid4

from httpx import Response
from tests.api.pages.reading import Page
from tests.api.town import OWNER, PASSWORD, Api

from upstream.domain.units import PLATFORM
from upstream.infrastructure.accounts import account_of
from upstream.infrastructure.sessions import open_session


class Console:
    def __init__(self, api: Api) -> None:
        self.api = api
        self.client = api.client

    def be(self, email: str) -> None:
        """Signed in without the slow part: no password is asked, nothing is recorded."""
        session_id = uuid4()
        with self.api.parts.database.customer(PLATFORM) as connection:
            account = account_of(connection, email)
            assert account is not None
            open_session(connection, session_id, account.person_id, "console", session_id.hex)
        self.client.cookies.set("upstream", session_id.hex)

    def sign_in(self, email: str = OWNER, password: str = PASSWORD) -> Response:
        return self.post("/sign-in", email=email, password=password, back="/")

    def get(self, path: str, **headers: str) -> Response:
        known = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=known, follow_redirects=False)

    def post(self, path: str, **form: str) -> Response:
        return self.client.post(path, data=form, follow_redirects=False)

    def page(self, path: str) -> Page:
        """The page at the end of all redirects; it must be there."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)
