"""What holds for every page: strict policy, names for screen readers, nobody's text is markup."""

import pytest
from tests.api.at_work import Story
from tests.api.pages.browsing import Console
from tests.api.pages.examples import HOSTILE, dashboard, layout, moment
from tests.api.pages.reading import Page

from upstream.api.pages.assets import STATIC, assets
from upstream.api.pages.rendering import render

HOME = "/customers/riverside"


@pytest.fixture(scope="module")
def pages(story: Story) -> list[str]:
    """One address of every kind."""
    claim = story.get("claims")["items"][0]["id"]
    alert = story.get("alerts")["items"][0]["id"]
    rule = story.get("alert-rules")["items"][0]["id"]
    return [
        "/sign-in",
        f"{HOME}/dashboard",
        f"{HOME}/dashboard?as_of=position:{story.asked_at}&compare_to=position:1",
        f"{HOME}/alerts",
        f"{HOME}/alerts/{alert}",
        f"{HOME}/recoveries",
        f"{HOME}/drift-runs",
        f"{HOME}/drift-runs?as_of=position:{story.asked_at}",
        f"{HOME}/drift-runs/{story.run_id}",
        f"{HOME}/alert-rules",
        f"{HOME}/alert-rules/new",
        f"{HOME}/alert-rules/{rule}",
        f"{HOME}/channels",
        f"{HOME}/worklist",
        f"{HOME}/worklist/{alert}",
        f"{HOME}/payer-clocks",
        f"{HOME}/claims",
        f"{HOME}/claims/{claim}",
        f"{HOME}/payers",
        f"{HOME}/payers?sort=days_p90&order=descending&compare_to=position:1",
        f"{HOME}/payers/forecast",
        f"{HOME}/figures",
        f"{HOME}/contracts",
        f"{HOME}/uploads",
        f"{HOME}/uploads/{story.upload_id}",
        f"{HOME}/uploads/{story.upload_id}/quality",
        f"{HOME}/quality",
        f"{HOME}/quality/rules",
        f"{HOME}/quality/rules/new",
        f"{HOME}/settings",
        f"{HOME}/audit",
        f"{HOME}/audit/alert/{alert}",
        f"{HOME}/audit/upload/{story.upload_id}",
    ]


def test_every_page_obeys_the_strict_policy(console: Console, pages: list[str]) -> None:
    for path in pages:
        answer = console.get(path)
        assert answer.status_code == 200, path
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        for node in Page(answer.text).nodes:
            assert "style" not in node.attributes, path
            assert not [name for name in node.attributes if name.startswith(("on", "hx-on"))]
            assert node.tag != "style", path
            assert node.tag != "script" or node.attributes.get("src"), path


def test_every_page_has_one_heading_and_ids_of_its_own(console: Console, pages: list[str]) -> None:
    for path in pages:
        page = console.page(path)
        ids = [node.attributes["id"] for node in page.nodes if "id" in node.attributes]
        assert len(page.all_of("h1")) == 1, path
        assert len(ids) == len(set(ids)), path
        assert page.all_of("html", lang="en"), path


def test_every_field_has_a_label(console: Console, pages: list[str]) -> None:
    for path in pages:
        page = console.page(path)
        labelled = {label.attributes.get("for") for label in page.all_of("label")}
        for tag in ("input", "select", "textarea"):
            for field in page.all_of(tag):
                kind = field.attributes.get("type")
                if kind in {"hidden", "radio"} or "aria-label" in field.attributes:
                    continue
                assert field.attributes.get("id") in labelled, (path, field)


def test_every_page_takes_its_files_from_this_host_for_ever(console: Console) -> None:
    page = console.page("/sign-in")
    files = [node.attributes["src"] for node in page.all_of("script")]
    files += [node.attributes["href"] for node in page.all_of("link")]
    assert all(file.startswith(assets().root) for file in files)
    for file in files:
        answer = console.get(file)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/static/000000000000/upstream.css", "{root}/../router.py", "{root}/css", "{root}/none.js"],
)
def test_nothing_else_is_served(console: Console, path: str) -> None:
    assert console.get(path.format(root=assets().root)).status_code == 404


def test_the_style_sheet_and_scripts_ask_no_other_host() -> None:
    for path in [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]:
        text = path.read_text(encoding="utf-8")
        assert "//" not in text.replace("// ", "").replace("http://www.w3.org", ""), path
        assert "eval(" not in text
        assert "innerHTML" not in text


def test_what_somebody_wrote_is_text_on_the_page() -> None:
    """A payer's name out of a file that somebody made."""
    markup = render(
        "dashboard.html", layout=layout(), moment=moment(), page=dashboard(payer=HOSTILE)
    )
    assert "<script>" not in markup
    assert HOSTILE.removeprefix('">') in " ".join(Page(markup).texts)
