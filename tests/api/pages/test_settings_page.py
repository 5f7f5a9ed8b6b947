"""The settings page, and what an upload's page says about personal data."""

import pytest
from tests.api.at_work import work
from tests.api.pages.browsing import Console
from tests.api.pages.test_uploading_through_the_page import send
from tests.api.town import projected

HOME = "/customers/riverside"
HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,denial_reason,ssn"
STRAY = "S1,Aetna,99213,2025-01-02,2025-01-20,DENIED,call 402-555-0134 about it,512-41-7001"


@pytest.mark.feature("ID-10", "DQ-4")
def test_settings_are_changed_through_the_page_and_refused_where_they_were_read(
    console: Console,
) -> None:
    projected(console.api)
    form = {"personal_data": "mask", "version": "0", "sensitive_words": "Project Bluebird\n\nZeta"}
    saved = console.post(f"{HOME}/settings", **form)
    projected(console.api)
    late = console.post(f"{HOME}/settings", **form | {"personal_data": "refuse"})
    short = console.post(f"{HOME}/settings", **form | {"version": "1", "sensitive_words": "ab"})
    page = console.page(saved.headers["location"])

    assert saved.status_code == 303
    assert "Zeta" not in saved.headers["location"]
    assert (late.status_code, short.status_code) == (409, 422)
    assert "Somebody changed the settings meanwhile" in late.text
    assert "3 to 80 characters" in short.text
    (words,) = page.all_of("textarea", name="sensitive_words")
    assert words.attributes["id"] == "sensitive-words"
    assert "Project Bluebird\nZeta" in console.get(f"{HOME}/settings").text


@pytest.mark.feature("ID-8")
def test_only_owners_and_compliance_come_to_the_settings(console: Console) -> None:
    projected(console.api)
    for who, status in (("compliance", 200), ("viewer", 403), ("analyst", 403)):
        console.be(f"{who}@riverside.example")
        assert console.get(f"{HOME}/settings").status_code == status
        seen = f'href="{HOME}/settings"' in console.get(f"{HOME}/uploads").text
        assert seen == (status == 200)
    console.be("compliance@riverside.example")
    assert console.post(f"{HOME}/settings", personal_data="mask", version="0").status_code == 403


@pytest.mark.feature("DQ-4")
def test_an_upload_says_what_it_brought_and_never_what_a_cell_said(console: Console) -> None:
    path = send(console, HEADER, STRAY, "").headers["location"].split("?")[0]
    work(console.api)
    text = console.get(path).text

    assert "Personal data in this file" in text
    assert "social security number" in text
    assert "column not stored" in text
    assert "402-555" not in text
    assert "512-41" not in text
