"""The audit pages: the timeline with filters, a record at any version, between any two."""

import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.riverside import January

PATH = "/customers/riverside/audit"


@pytest.mark.feature("AU-1")
def test_the_timeline_tells_who_did_what_on_what(console: Console, january: January) -> None:
    page = console.page(PATH)
    assert january
    assert "Outcome changed" in page.text
    assert "Member added" in page.text
    assert "Analyst" in page.text


@pytest.mark.feature("AU-1")
def test_the_timeline_can_be_narrowed(console: Console, january: January) -> None:
    assert january
    page = console.page(
        f"{PATH}?actor=person:{january.analyst_id}&action=claims.&kind=&since=&until="
    )
    assert len(page.all_of("tr")) == 1 + 5
    assert "Member added" not in page.text
    assert "Nothing matches." in console.page(f"{PATH}?until=2020-01-01").text


@pytest.mark.feature("AU-2")
def test_a_record_is_shown_at_any_version(console: Console, january: January) -> None:
    assert january
    claim = january.claim_id("A-1")
    first = console.page(f"{PATH}/claim/{claim}?at=1")
    assert "PENDING" in first.words_in("state")
    last = console.page(f"{PATH}/claim/{claim}")
    assert "PAID" in last.words_in("state")
    assert "From version 2 to version 3" in last.words_in("difference")


@pytest.mark.feature("AU-2")
def test_the_difference_between_any_two_versions_is_marked(
    console: Console, january: January
) -> None:
    assert january
    claim = january.claim_id("A-1")
    page = console.page(f"{PATH}/claim/{claim}?at=3&against=1&day=")
    assert "Outcome PENDING PAID" in page.words_in("difference")
    assert "Allowed $92.10" in page.words_in("difference")
    assert page.all_of("ins")
    assert page.all_of("del")


@pytest.mark.feature("AU-2")
def test_a_record_is_shown_as_it_stood_on_a_day(console: Console, january: January) -> None:
    assert january
    claim = january.claim_id("A-1")
    before = console.page(f"{PATH}/claim/{claim}?day=2020-01-01")
    assert "It did not exist yet." in before.words_in("state")
    today = january.commits[-1].recorded_at.date()
    assert "PAID" in console.page(f"{PATH}/claim/{claim}?day={today}").words_in("state")


@pytest.mark.feature("AU-2")
def test_a_record_is_shown_as_it_stood_at_a_position(console: Console, january: January) -> None:
    claim = january.claim_id("A-1")
    page = console.page(f"{PATH}/claim/{claim}?as_of={january.at(3)}")
    assert "DENIED" in page.words_in("state")
    assert "From version 1 to version 2" in page.words_in("difference")


@pytest.mark.feature("AU-2")
def test_a_version_that_never_was_is_not_found(console: Console, january: January) -> None:
    assert january
    claim = january.claim_id("A-1")
    assert console.get(f"{PATH}/claim/{claim}?at=4").status_code == 404
    assert console.get(f"{PATH}/alert/{claim}").status_code == 404


@pytest.mark.feature("ID-8")
def test_the_audit_is_for_owners_and_compliance_only(console: Console) -> None:
    console.be("operator@riverside.example")
    assert console.get(PATH).status_code == 403
    page = console.page("/customers/riverside/dashboard")
    assert PATH not in {node.attributes.get("href") for node in page.all_of("a")}
