"""Somebody with a browser, and everything their browser complains about."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request
from tests.api.town import OWNER, PASSWORD

_REPORT_VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation',"
    " (v) => console.error(`policy: ${v.violatedDirective} ${v.blockedURI}`))"
)
# htmx says so when a newer place of the slider overtakes an older one.
_EXPECTED = ("htmx:sendAbort",)


class Visitor:
    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.complaints: list[str] = []
        self.expected: list[str] = list(_EXPECTED)
        context.add_init_script(_REPORT_VIOLATIONS)
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def sign_in(self, email: str = OWNER, *, lands: str = "**/dashboard") -> None:
        self.go("/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lands)

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    @property
    def path(self) -> str:
        """Where the browser is, with its query."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def violations(self) -> list[str]:
        """What axe finds on the page as it is now."""
        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(
            known in message.text for known in self.expected
        ):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"asked another host: {urlsplit(request.url).netloc}")
