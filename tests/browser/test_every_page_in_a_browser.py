"""Every page in chromium: nothing for axe to find, no policy broken, wide and narrow."""

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.installation import Installation
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("drifted")]

HOME = "/customers/riverside"
PAGES = (
    *("dashboard", "alerts", "worklist", "drift-runs", "claims", "payers", "figures"),
    *("remittances", "contracts", "uploads", "quality", "audit", "settings"),
)


@pytest.mark.feature("API-8")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_sticks_out(visitor: Visitor, width: int, theme: str) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.go("/sign-in")
    visitor.page.get_by_role("button", name=theme.capitalize()).click()
    assert visitor.page.locator("html").get_attribute("data-theme") == theme
    found = {"sign-in": visitor.violations()}
    visitor.sign_in()
    for name in PAGES:
        visitor.go(f"{HOME}/{name}")
        found[name] = visitor.violations()
        assert visitor.sideways() <= 0, name
        row = visitor.page.locator("#figures tbody th a, main tbody td.whole a, main tbody th a")
        if name not in {"dashboard", "settings"}:
            with visitor.page.expect_navigation():
                row.first.click()
            found[f"one of {name}"] = visitor.violations()
            assert visitor.sideways() <= 0, f"one of {name}"
    assert {name: each for name, each in found.items() if each} == {}


def test_the_theme_stays_over_signing_in(visitor: Visitor) -> None:
    visitor.go("/sign-in")
    visitor.page.get_by_role("button", name="Dark").click()
    visitor.sign_in()
    assert visitor.page.locator("html").get_attribute("data-theme") == "dark"
    dark = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    visitor.page.get_by_role("button", name="Light").click()
    light = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    assert visitor.path == f"{HOME}/dashboard"


def test_a_definition_is_read_by_focus_and_put_away_by_escape(visitor: Visitor) -> None:
    visitor.sign_in()
    name = visitor.page.get_by_role("button", name="Denial rate", exact=True)
    definition = visitor.page.locator("#definition-denial_rate")
    expect(definition).to_be_hidden()
    visitor.page.keyboard.press("Tab")
    name.focus()
    expect(definition).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(definition).to_be_hidden()


def test_the_first_key_leads_past_the_navigation(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_a_bar_tells_its_figures_under_the_pointer(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.page.locator("#trend .chart-wide .mark").first.hover()
    expect(visitor.page.locator(".tip")).to_contain_text("Denial rate")


@pytest.mark.feature("RD-2")
def test_everything_works_without_javascript(browser: Browser, installation: Installation) -> None:
    """The slider has a button then, and a moment is still a link."""
    context = browser.new_context(java_script_enabled=False)
    visitor = Visitor(context, installation.url)
    visitor.sign_in()
    visitor.page.get_by_role("button", name="Show").click()
    assert visitor.path == f"{HOME}/dashboard"
    visitor.page.get_by_role("link", name="Earlier").click()
    assert "as_of=position" in visitor.path
    context.close()
    assert visitor.complaints == []
