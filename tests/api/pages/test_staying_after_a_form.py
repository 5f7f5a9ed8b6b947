"""Whatever page answers a form, choosing a theme there leads back to a page."""

from collections.abc import Iterator

from litestar.routes import HTTPRoute
from tests.api.at_work import Story
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page

HOME = "/customers/riverside"
ANSWERED_WITH_A_PAGE = {
    "/alert-rules/dry-run",
    "/drift-backfills",
    "/drift-runs/{run_id}/repeat",
    "/quality/rules/{rule_id}/try",
    "/settings/products",
    "/settings/schedule",
}


def forms(console: Console) -> Iterator[str]:
    """Every address of a customer's pages that a form is posted to."""
    for route in console.client.app.routes:
        is_page = route.path_format.startswith("/customers/{customer}/")
        if is_page and isinstance(route, HTTPRoute) and "POST" in route.methods:
            yield route.path_format.removeprefix("/customers/{customer}")


def test_choosing_a_theme_on_what_answers_a_form_leads_back_to_a_page(
    console: Console, story: Story
) -> None:
    rule = story.get("validation-rules")["items"][0]["id"]
    alert_rule = story.get("alert-rules")["items"][0]["id"]
    ids = {"{run_id}": story.run_id, "{upload_id}": story.upload_id}
    answered = set()
    for template in sorted(forms(console)):
        path = template
        for name, known in ids.items():
            path = path.replace(name, known)
        path = path.replace("{rule_id}", rule if "quality" in path else alert_rule)
        if "{" in path or path.endswith(("/cancel", "/withdraw", "/forget")):
            continue
        answer = console.post(HOME + path, first="", name="", note="", version="999")
        if not answer.is_redirect:
            (back,) = Page(answer.text).all_of("input", name="back")
            here = str(back.attributes["value"])
            assert console.get(here).status_code in {200, 303}, (template, here)
            answered |= {template} if here != "/" else set()

    assert answered >= ANSWERED_WITH_A_PAGE, answered
