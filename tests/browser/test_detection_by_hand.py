"""The page of detection: asked, watched and opened by keyboard alone; the platform's own door."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.api.at_work import ANALYST, UNTIL
from tests.browser.test_without_a_mouse import tab_to, tab_to_selector
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("drifted")]

HOME = "/customers/riverside"
SLOW_MS = 60_000


@pytest.mark.feature("DR-8", "DR-9", "AL-9")
def test_a_run_is_asked_for_followed_and_proven_by_keyboard_alone(visitor: Visitor) -> None:
    """The page moves by itself; nobody reloads it."""
    visitor.sign_in(ANALYST)
    tab_to(visitor, "Detection")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/drift-runs")
    expect(visitor.page.locator("html[data-listening]")).to_have_count(1)
    before = visitor.page.locator("#figures tbody tr").count()
    tab_to_selector(visitor, "#run-product")
    visitor.page.keyboard.type("DriftW")
    tab_to(visitor, "Run")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".notice-good")).to_contain_text("Asked for")
    rows = visitor.page.locator("#figures tbody tr")
    expect(rows).to_have_count(before + 1)
    expect(rows.first.locator(".badge")).to_have_text("Completed", timeout=SLOW_MS)
    tab_to_selector(visitor, "#figures tbody th a")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/drift-runs/[0-9a-f-]{36}$"))
    expect(visitor.page.locator("#findings-sha256")).to_have_text(re.compile(r"[0-9a-f]{64}"))
    tab_to(visitor, "Repeat it now")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#proof .notice-good")).to_contain_text("byte for byte")
    assert visitor.violations() == []


@pytest.mark.feature("DR-9", "AL-9")
def test_a_backfill_is_watched_to_its_end(visitor: Visitor) -> None:
    visitor.sign_in(ANALYST)
    visitor.go(f"{HOME}/drift-runs")
    form = visitor.page.get_by_role("form", name="Catch up on past weeks")
    form.get_by_label("Product").select_option("driftwatch")
    form.get_by_label("Weekly runs from").fill(str(UNTIL - timedelta(days=20)))
    form.get_by_label("to", exact=True).fill(str(UNTIL - timedelta(days=7)))
    form.get_by_role("button", name="Start backfill").click()
    visitor.page.wait_for_url("**done=backfill**")
    latest = visitor.page.locator("#figures [role=group]").first
    expect(latest).to_contain_text("2 of 2 runs", timeout=SLOW_MS)
    expect(latest.locator(".badge")).to_have_text("Completed", timeout=SLOW_MS)
    assert visitor.violations() == []
    latest.get_by_role("link").click()
    expect(visitor.page.get_by_role("heading", name="Runs of one backfill")).to_be_visible()
    expect(visitor.page.locator("#figures tbody tr")).to_have_count(2)


@pytest.mark.feature("ID-3", "AU-1")
@pytest.mark.parametrize("width", [1440, 390])
def test_a_platform_administrator_enters_says_why_and_leaves(visitor: Visitor, width: int) -> None:
    visitor.expected.append("status of 403")
    why = f"Ticket 4711, seen {width} wide"
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("admin@upstream.example", lands="**/customers")
    assert visitor.violations() == []
    assert visitor.sideways() <= 0
    visitor.page.get_by_label("Customer", exact=True).select_option("riverside")
    tab_to_selector(visitor, "#reason")
    visitor.page.keyboard.type(why)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/riverside/dashboard")
    inside = visitor.page.get_by_role("form", name="Inside as platform administrator")
    expect(inside).to_contain_text(why)
    visitor.go(f"{HOME}/audit")
    timeline = visitor.page.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text("Administrator entered")
    expect(timeline).to_contain_text(why)
    expect(inside).to_be_visible()
    assert visitor.violations() == []
    assert visitor.sideways() <= 0
    inside.get_by_role("button", name="Leave").click()
    visitor.page.wait_for_url("**/customers")
    visitor.go(f"{HOME}/dashboard")
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    assert visitor.violations() == []
