"""Files dropped, columns chosen, refused rows put right: with a pointer and without."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

HOME = "/customers/riverside"
ANALYST = "analyst@riverside.example"
HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome"
ONE_PAGE = re.compile(r"/uploads/[0-9a-f-]{36}(\?|$)")
SECONDS = 60_000


def rows(start: str, *codes: str) -> str:
    lines = [f"{start}{n},Aetna,{code},2025-01-02,2025-01-20,PAID" for n, code in enumerate(codes)]
    return "\n".join([HEADER, *lines, ""])


def badge(visitor: Visitor) -> Locator:
    return visitor.page.locator("#upload .badge").first


def drop(visitor: Visitor, **files: str) -> None:
    """As a person drags files from a folder over the page and lets go."""
    visitor.go(f"{HOME}/uploads")
    carried = visitor.page.evaluate_handle(
        "(files) => { const carried = new DataTransfer();"
        " for (const [name, text] of Object.entries(files))"
        " carried.items.add(new File([text], name, {type: 'text/csv'})); return carried; }",
        {f"{name}.csv": text for name, text in files.items()},
    )
    zone = "[data-drop]"
    visitor.page.dispatch_event(zone, "dragover", {"dataTransfer": carried})
    expect(visitor.page.locator(f"{zone}[data-over]")).to_have_count(1)
    visitor.page.dispatch_event(zone, "drop", {"dataTransfer": carried})


@pytest.mark.feature("IN-1", "IN-6")
def test_several_files_are_dropped_and_go_one_after_another(visitor: Visitor) -> None:
    visitor.sign_in(ANALYST)
    drop(visitor, first=rows("DA", "99213"), second=rows("DB", "99213"))
    expect(visitor.page.locator("[data-file-name]")).to_have_text(re.compile("2 files"))

    visitor.page.get_by_role("button", name="Upload", exact=True).click()

    sent = visitor.page.locator("[data-sent-files] li")
    expect(sent).to_have_count(2, timeout=SECONDS)
    expect(sent.nth(0)).to_have_text("first.csv was received.")
    visitor.page.get_by_role("link", name="second.csv").first.click()
    expect(badge(visitor)).to_have_text("Completed", timeout=SECONDS)
    assert visitor.complaints == []


@pytest.mark.feature("IN-1", "API-8")
def test_columns_are_chosen_and_remembered(visitor: Visitor) -> None:
    visitor.sign_in(ANALYST)
    header = "Lauf,Kasse,Ziffer,Eingereicht,Erledigt,Ergebnis"
    unknown = rows("M", *["99213"] * 8).replace(HEADER, header)
    drop(visitor, unknown=unknown)
    visitor.page.get_by_role("button", name="Upload", exact=True).click()
    visitor.page.wait_for_url(ONE_PAGE)
    visitor.page.get_by_role("link", name="Look at the first rows").click(timeout=SECONDS)
    for width in (390, 1440):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert visitor.violations() == []
        assert visitor.sideways() <= 0
    for label, name in zip(header.split(","), HEADER.split(","), strict=True):
        visitor.page.get_by_label(label, exact=True).select_option(name)
    visitor.page.get_by_label("Name of the source").fill("Kasse B")

    visitor.page.get_by_role("button", name="Take it in").click()

    visitor.page.wait_for_url(ONE_PAGE)
    expect(badge(visitor)).to_have_text("Completed", timeout=SECONDS)
    visitor.go(f"{HOME}/mappings")
    expect(visitor.page.get_by_role("rowheader", name="Kasse B")).to_be_visible()
    for width in (390, 1440):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert visitor.violations() == []
        assert visitor.sideways() <= 0


@pytest.mark.feature("IN-14")
def test_refused_rows_are_put_right_and_sent_again(visitor: Visitor, tmp_path: Path) -> None:
    visitor.sign_in(ANALYST)
    drop(visitor, broken=rows("R", "99213", "992", "99214"))
    visitor.page.get_by_role("button", name="Upload", exact=True).click()
    visitor.page.wait_for_url(ONE_PAGE)
    expect(badge(visitor)).to_have_text("Completed", timeout=SECONDS)
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download these rows to correct them").click()
    file = tmp_path / "refused.csv"
    download.value.save_as(file)
    (row,) = csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
    row["cpt"] = "99215"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)

    drop(visitor, corrected=text.getvalue())
    visitor.page.get_by_role("button", name="Upload", exact=True).click()

    visitor.page.wait_for_url(ONE_PAGE)
    expect(badge(visitor)).to_have_text("Completed", timeout=SECONDS)
    expect(visitor.page.locator("#upload")).to_contain_text("rows that an earlier upload refused")
    assert visitor.page.locator("dl.counts dd.tile-value").all_inner_texts()[:2] == ["1", "1"]
