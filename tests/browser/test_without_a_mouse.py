"""From an alert to the effect on its rule without a mouse; open pages follow by themselves."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from tests.api.at_work import OPERATOR, RIVERSIDE
from tests.api.town import PASSWORD
from tests.browser.installation import Installation
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("drifted")]

HOME = "/customers/riverside"
STEPS_MAX = 120
_FOCUSED = """(() => {
  const has = document.activeElement;
  return (has?.getAttribute("aria-label") || has?.innerText || has?.value || "").trim();
})()"""


def tab_to(visitor: Visitor, wanted: str) -> None:
    """Press Tab until what has the focus begins with these words."""
    for _ in range(STEPS_MAX):
        visitor.page.keyboard.press("Tab")
        if str(visitor.page.evaluate(_FOCUSED)).startswith(wanted):
            return
    raise AssertionError(f"Tab never came to {wanted!r}")


def tab_to_selector(visitor: Visitor, selector: str) -> None:
    for _ in range(STEPS_MAX):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("s => !!document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


@pytest.mark.feature("AL-7", "AL-8", "DR-10")
@pytest.mark.usefixtures("alerts")
def test_from_the_worklist_to_the_effect_on_a_rule_by_keyboard_alone(visitor: Visitor) -> None:
    visitor.sign_in(OPERATOR)
    tab_to(visitor, "Worklist")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/worklist")
    tab_to_selector(visitor, "#figures tbody th .sub a")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/worklist/*")
    expect(visitor.page.locator("#figures tbody tr").first).to_contain_text(
        re.compile("to (appeal|file)")
    )
    tab_to(visitor, "The alert")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/alerts/*")
    expect(visitor.page.locator(".explanation")).not_to_be_empty()
    chart = visitor.page.locator("#cell")
    expect(chart.locator(".chart-wide .window-now")).to_be_visible()
    expect(chart.locator(".chart-wide")).to_contain_text("Baseline")
    tab_to(visitor, "Show as table")
    visitor.page.keyboard.press("Enter")
    expect(chart.locator("table")).to_contain_text("Current")
    with visitor.page.expect_download() as loading:
        tab_to(visitor, "Download")
        visitor.page.keyboard.press("Enter")
    lines = Path(loading.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id,claim_ref,cpt,submitted_on,decided_on")
    assert len(lines) > 10
    assert "-at-" in loading.value.suggested_filename
    tab_to_selector(visitor, "input[name=verdict]")
    visitor.page.keyboard.press("Space")
    expect(visitor.page.locator("input[name=verdict]:checked")).to_have_count(1)
    tab_to_selector(visitor, "#judge button[type=submit]")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".notice-good")).to_contain_text("recorded")
    expect(visitor.page.locator("#rule-precision")).to_contain_text(re.compile(r"[1-9]\d* judged"))
    rule = visitor.page.locator("#rule-precision").evaluate(
        "e => e.previousElementSibling.innerText"
    )
    tab_to(visitor, str(rule))
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/alert-rules/*")
    expect(visitor.page.locator("#precision")).to_contain_text(
        re.compile(r"[1-9]\d*% real of [1-9]")
    )
    expect(visitor.page.locator("#learned")).to_contain_text(re.compile(r"[1-9]\d* real"))
    assert visitor.violations() == []


@pytest.mark.feature("AL-1")
def test_a_rule_is_tried_on_the_last_year_before_it_is_switched_on(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.go(f"{HOME}/alert-rules/new")
    visitor.page.get_by_label("Name").fill("Everything, for once")
    visitor.page.get_by_role("button", name="Try it on the last year").click()
    expect(visitor.page.locator("#dry-run")).to_contain_text("Would have been raised")
    expect(visitor.page.get_by_label("Name")).to_have_value("Everything, for once")
    assert visitor.violations() == []
    visitor.page.get_by_role("button", name="Save").click()
    visitor.page.wait_for_url("**/alert-rules/*")
    expect(visitor.page.locator(".notice-good")).to_contain_text("Saved")
    visitor.page.get_by_role("button", name="Switch off").click()
    expect(visitor.page.locator(".notice-good")).to_contain_text("The rule is off.")


@pytest.mark.feature("AL-9")
def test_an_open_page_follows_what_others_do(
    visitor: Visitor, installation: Installation, alerts: list[str]
) -> None:
    visitor.sign_in()
    visitor.go(f"{HOME}/alerts")
    expect(visitor.page.locator("html[data-listening]")).to_have_count(1)
    link = visitor.page.locator(f"a[href='{HOME}/alerts/{alerts[0]}']")
    row = visitor.page.locator("#figures tr", has=link)
    expect(row).to_contain_text("Open")
    with httpx.Client(base_url=installation.url, timeout=30) as client:
        credentials = {"email": OPERATOR, "password": PASSWORD}
        token = client.post("/api/v1/auth/token", json=credentials).json()["access_token"]
        answer = client.post(
            f"{RIVERSIDE}/alerts/{alerts[0]}/acknowledge",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 201, answer.text
    expect(row).to_contain_text("Acknowledged", timeout=15_000)


@pytest.mark.feature("AL-6")
@pytest.mark.usefixtures("alerts")
def test_chosen_alerts_are_acknowledged_by_keyboard_alone(visitor: Visitor) -> None:
    visitor.sign_in(OPERATOR)
    visitor.go(f"{HOME}/worklist?status=open&sort=severity")
    boxes = visitor.page.locator("input[name=alert_ids]")
    before = boxes.count()
    assert before > 0
    tab_to_selector(visitor, "input[name=alert_ids]")
    visitor.page.keyboard.press("Space")
    tab_to(visitor, "Acknowledge chosen")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".notice-good")).to_contain_text("Acknowledged")
    visitor.go(f"{HOME}/worklist?status=open&sort=severity")
    expect(visitor.page.locator("input[name=alert_ids]")).to_have_count(before - 1)


@pytest.mark.feature("API-8")
@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_rules_and_channels_fit_and_axe_finds_nothing(
    visitor: Visitor, width: int
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in()
    for name in (
        "alert-rules",
        "alert-rules/new",
        "channels",
        "worklist",
        "payer-clocks",
        "recoveries",
    ):
        visitor.go(f"{HOME}/{name}")
        assert visitor.violations() == [], name
        assert visitor.sideways() <= 0, name
