"""The quality pages: how good files are, and the rules they are held against."""

import re

import pytest
from tests.api.conftest import Api, Population, projected
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page
from tests.api.test_validation_rules import ROWS, take_in
from tests.api.town import OWNER

QUALITY = "/customers/riverside/quality"
RULES = f"{QUALITY}/rules"
DRAFT = {
    "name": "Nothing above 100",
    "severity": "error",
    "kind": "range",
    "field": "billed_amount",
    "most": "100",
}


@pytest.fixture
def owner(api: Api, population: Population) -> Console:
    assert OWNER in population.people
    console = Console(api)
    console.be(OWNER)
    return console


@pytest.mark.feature("DQ-5", "DQ-6")
def test_an_upload_leads_to_its_quality_and_that_to_all_of_them(api: Api, owner: Console) -> None:
    upload_id = take_in(api, *ROWS)
    path = f"/customers/riverside/uploads/{upload_id}/quality"
    assert owner.page(f"/customers/riverside/uploads/{upload_id}").all_of("a", href=path)

    report = owner.page(path)
    assert {figure.attributes["id"] for figure in report.all_of("figure")} == {
        *("completeness", "rules")
    }
    assert "A denied claim says why" in report.text
    assert "Fewer than 5 files came before it: too few to compare with." in report.text
    overview = owner.page(QUALITY)
    assert overview.all_of("a", href=path)
    assert overview.all_of("figure", id="scores")


@pytest.mark.feature("DQ-6")
def test_the_dashboard_shows_the_score(api: Api, owner: Console) -> None:
    take_in(api, *ROWS)
    tile = owner.page("/customers/riverside/dashboard").all_of("div", id="tile-quality")

    assert len(tile) == 1


@pytest.mark.feature("DQ-1")
def test_a_rule_is_drafted_tried_and_switched_on_by_forms(api: Api, owner: Console) -> None:
    take_in(api, *ROWS)
    answer = owner.post(RULES, **DRAFT)
    assert answer.status_code == 303
    here = re.sub(r"\?.*", "", answer.headers["location"])
    projected(api)

    shown = owner.page(here)
    assert "Billed amount at most 100" in shown.text
    tried = owner.post(f"{here}/try")
    assert "would reject 1 of the first 2 rows" in tried.text
    assert "Lines 2." in tried.text
    assert owner.post(f"{here}/switch", to="on").status_code == 303
    changed = owner.post(here, **DRAFT | {"severity": "warning", "version": "2"})
    assert changed.status_code == 303
    late = owner.post(here, **DRAFT | {"version": "2"})
    assert late.status_code == 409
    projected(api)
    assert "Warning" in owner.page(here).text


@pytest.mark.feature("DQ-1")
def test_a_rule_is_limited_to_kinds_of_files_and_stays_so_when_it_is_changed(
    api: Api, owner: Console
) -> None:
    limited = {"file_kind.x12": "on", "file_kind.fhir": "on", "told": "billed_amount"}
    here = re.sub(r"\?.*", "", owner.post(RULES, **DRAFT | limited).headers["location"])
    projected(api)

    shown = owner.page(here)
    assert "X12 (835, 837, 277), FHIR; files with billed amount" in shown.text
    boxes = {box.attributes["name"]: box for box in shown.all_of("input", type="checkbox")}
    checked = {name for name, box in boxes.items() if "checked" in box.attributes}
    assert checked == {"file_kind.x12", "file_kind.fhir"}
    assert len(boxes) == 4

    owner.post(here, **DRAFT | {"file_kind.excel": "on", "version": "1"})
    projected(api)
    assert "Excel workbooks" in owner.page(here).text
    assert "FHIR;" not in owner.page(here).text


@pytest.mark.feature("DQ-1")
@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "expression", "text": "payer = 1"},
        {"kind": "format", "pattern": "[A-"},
        {"kind": "reference_set", "values": ""},
        {"kind": "date_order", "days_least": "x"},
        {"kind": "nonsense"},
        {"name": " "},
    ],
)
def test_a_mistake_comes_back_with_what_was_typed(owner: Console, typed: dict[str, str]) -> None:
    answer = owner.post(RULES, **DRAFT | typed)

    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.all_of("p", role="alert")
    (field,) = page.all_of("input", id="most")
    assert field.attributes["value"] == "100"


@pytest.mark.feature("DQ-1", "ID-8")
@pytest.mark.usefixtures("population")
def test_whoever_may_only_read_sees_no_form(api: Api) -> None:
    viewer = Console(api)
    viewer.be("viewer@riverside.example")
    rules = viewer.page(RULES)
    assert not rules.all_of("form", action=f"{RULES}/new")
    first = next(
        link.attributes["href"]
        for link in rules.all_of("a")
        if re.search(r"/rules/[0-9a-f-]{36}", link.attributes.get("href") or "")
    )

    assert not viewer.page(first).all_of("form", method="post", action=f"{first}/switch")
    assert viewer.post(f"{first}/switch", to="off").status_code == 403


@pytest.mark.feature("DQ-1")
def test_a_hostile_name_is_text(owner: Console, api: Api) -> None:
    hostile = "<script>alert(1)</script>"
    location = owner.post(RULES, **DRAFT | {"name": hostile}).headers["location"]
    projected(api)

    page = owner.page(location)
    assert hostile in page.text
    assert not [one for one in page.all_of("script") if not one.attributes.get("src")]
