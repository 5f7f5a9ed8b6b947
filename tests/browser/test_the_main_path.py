"""From signing in to a judged alert, by mouse and keyboard, over the whole installation."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.api.at_work import ANALYST, OPERATOR
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

HOME = "/customers/riverside"
SLOW_MS = 60_000
SMALL = (
    "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount,allowed_amount,"
    "denial_reason\n"
    "B1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,\n"
    "B2,Aetna,99214,2025-01-03,2025-01-24,DENIED,220.00,0.00,CO-197\n"
    "B3,Cigna,93000,2025-01-04,2024-02-01,PAID,80.00,17.50,\n"
)
UNDATED = "claim_id,payer,cpt,submitted_date,outcome\nBU1,Aetna,99213,2025-01-02,PAID\n"


def upload(visitor: Visitor, folder: Path, name: str, content: bytes) -> None:
    """Through the form, until its own page is there."""
    file = folder / name
    file.write_bytes(content)
    visitor.go(f"{HOME}/uploads")
    visitor.page.set_input_files("#file", file)
    expect(visitor.page.locator("[data-file-name]")).to_have_text(name)
    visitor.page.get_by_role("button", name="Upload").click()
    visitor.page.wait_for_url(re.compile(r"/uploads/[0-9a-f-]{36}"))
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(name)


def completed(visitor: Visitor) -> None:
    badge = visitor.page.locator("#upload .badge")
    expect(badge).to_have_text("Completed", timeout=SLOW_MS)


@pytest.mark.feature("IN-1", "IN-6", "IN-14")
def test_a_file_goes_in_and_is_followed_to_its_end(visitor: Visitor, tmp_path: Path) -> None:
    """Its page moves by itself; nobody reloads it."""
    visitor.sign_in(ANALYST)
    upload(visitor, tmp_path, "small.csv", SMALL.encode())
    completed(visitor)
    counts = visitor.page.locator(".counts")
    expect(counts).to_contain_text(re.compile(r"Read\s*3"))
    expect(counts).to_contain_text(re.compile(r"New\s*2"))
    expect(counts).to_contain_text(re.compile(r"Rejected\s*1"))
    with visitor.page.expect_download() as loading:
        visitor.page.get_by_role("link", name="Download all as CSV").click()
    rejected = Path(loading.value.path()).read_text(encoding="utf-8").splitlines()
    assert rejected[0] == "line,column,code,reason"
    assert rejected[1].startswith("4,")
    assert "min_position" not in visitor.page.url


@pytest.mark.feature("IN-7")
def test_the_same_file_again_leads_to_the_first(visitor: Visitor, tmp_path: Path) -> None:
    visitor.expected.append("status of 409")
    visitor.sign_in(ANALYST)
    upload(visitor, tmp_path, "once.csv", SMALL.replace("B", "O").encode())
    first = visitor.path
    completed(visitor)
    visitor.go(f"{HOME}/uploads")
    visitor.page.set_input_files("#file", tmp_path / "once.csv")
    visitor.page.get_by_role("button", name="Upload").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("uploaded before")
    visitor.page.get_by_role("link", name="Show the first upload").click()
    visitor.page.wait_for_url(f"**{first}")


@pytest.mark.feature("IN-1")
def test_a_missing_decision_date_is_answered_with_one_click(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.sign_in(ANALYST)
    upload(visitor, tmp_path, "undated.csv", UNDATED.encode())
    yes = visitor.page.get_by_role("button", name="Yes, there is no decision date in this file")
    yes.click(timeout=SLOW_MS)
    completed(visitor)
    expect(visitor.page.locator(".counts")).to_contain_text(re.compile(r"New\s*1"))


@pytest.mark.feature("RD-2")
def test_the_slider_travels_by_keyboard_and_the_address_follows(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.sign_in(ANALYST)
    upload(visitor, tmp_path, "travel.csv", SMALL.replace("B", "T").encode())
    completed(visitor)
    visitor.go(f"{HOME}/dashboard")
    figures, slider = visitor.page.locator("#tile-claims"), visitor.page.locator("#moment")
    now = figures.inner_text()
    slider.focus()
    visitor.page.keyboard.press("Home")
    expect(figures.locator(".tile-value")).to_have_text("0")
    expect(visitor.page.locator("#moment-past")).to_contain_text("You are looking at the past")
    assert visitor.path == f"{HOME}/dashboard?as_of=position:1"
    assert slider.get_attribute("aria-valuetext") in visitor.page.locator(
        "#stops option >> nth=0"
    ).get_attribute("label")  # type: ignore[operator]
    expect(slider).to_be_focused()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("End")
    expect(visitor.page.locator("#moment-past")).to_be_empty()
    expect(figures).to_have_text(re.compile(re.escape(now.splitlines()[-1])))
    assert visitor.path == f"{HOME}/dashboard"


@pytest.mark.feature("RD-2")
@pytest.mark.usefixtures("drifted")
def test_a_past_moment_is_a_link_that_shows_the_same(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.page.get_by_role("link", name="Earlier").click()
    visitor.page.wait_for_url("**as_of=position**")
    link, figures = visitor.path, visitor.page.locator("#figures").inner_text()
    visitor.go(f"{HOME}/dashboard")
    visitor.go(link)
    assert visitor.page.locator("#figures").inner_text() == figures
    visitor.page.get_by_role("link", name="Claims").first.click()
    visitor.page.wait_for_url("**/claims?as_of=position**")
    visitor.page.get_by_role("link", name="Now", exact=True).click()
    visitor.page.wait_for_url("**/claims")


@pytest.mark.feature("RD-2")
@pytest.mark.usefixtures("drifted")
def test_two_moments_are_compared(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.page.get_by_label("Compare with").select_option(index=1)
    changed = visitor.page.get_by_role("region", name="What changed")
    expect(changed).to_contain_text("between", timeout=SLOW_MS)
    assert "compare_to=position" in visitor.path


@pytest.mark.feature("AL-7", "AU-1", "AU-2")
def test_an_alert_is_judged_and_the_audit_tells_the_whole_chain(
    visitor: Visitor, alerts: list[str]
) -> None:
    visitor.sign_in(OPERATOR)
    visitor.go(f"{HOME}/alerts")
    visitor.page.locator(f"#figures tbody th a[href$='{alerts[0]}']").click()
    visitor.page.get_by_label("Real", exact=True).check()
    visitor.page.get_by_label("Note").fill("They began to ask for authorisation.")
    visitor.page.locator("#judge button[type=submit]").click()
    expect(visitor.page.get_by_text("Your judgment is recorded.")).to_be_visible()
    visitor.page.get_by_role("button", name="Acknowledge").click()
    expect(visitor.page.get_by_text("Acknowledged.", exact=True)).to_be_visible()
    path = visitor.path
    visitor.page.context.clear_cookies()
    visitor.sign_in()
    timeline = visitor.page.get_by_role("region", name="Timeline")
    chain = {
        "judgments.": ["Alert judged"],
        "alerts.": ["Alert acknowledged", "Alert raised"],
        "drift.": ["Finding detected", "Run completed", "Run requested"],
        "uploads.": ["Upload completed", "Upload received"],
    }
    for action, said in chain.items():
        visitor.go(f"{HOME}/audit")
        visitor.page.get_by_label("What").select_option(action)
        visitor.page.get_by_role("button", name="Filter").click()
        visitor.page.wait_for_url(f"**action={action}**")
        for words in said:
            expect(timeline).to_contain_text(words)
    visitor.go(path.replace("/alerts/", "/audit/alert/"))
    visitor.page.get_by_role("link", name="Alert raised").click()
    expect(visitor.page.locator("#state")).to_contain_text("State at version 1")
    visitor.page.get_by_role("link", name="Alert acknowledged").click()
    expect(visitor.page.locator("#difference ins").first).to_be_visible()
