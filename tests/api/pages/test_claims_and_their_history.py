"""The pages of claims: filtered lists, one claim step by step, both at any moment."""

import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.riverside import January

PATH = "/customers/riverside/claims"


@pytest.mark.feature("RD-5")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"A-1", "A-2", "A-3"}),
        ("payer=Aetna", {"A-3"}),
        ("outcome=PAID", {"A-1", "A-2"}),
        ("claim_ref=A-2&payer=&outcome=&cpt_group=&decided_from=&decided_to=", {"A-2"}),
        ("decided_from=2026-01-26", set()),
        ("decided_to=2026-01-26", {"A-1", "A-2", "A-3"}),
    ],
)
def test_a_list_shows_the_claims_that_were_asked_for(
    console: Console, january: January, asked: str, found: set[str]
) -> None:
    assert january
    page = console.page(f"{PATH}?{asked}")
    assert {name for name in ("A-1", "A-2", "A-3") if name in page.words_in("figures")} == found


@pytest.mark.feature("RD-2")
def test_an_earlier_moment_lists_what_was_known_then(console: Console, january: January) -> None:
    page = console.page(f"{PATH}?as_of={january.at(0)}")
    assert "A-1" in page.words_in("figures")
    assert "Pending" in page.words_in("figures")
    assert "A-2" not in page.words_in("figures")


def test_filters_stay_when_the_moment_moves(console: Console, january: January) -> None:
    page = console.page(f"{PATH}?payer=Aetna&as_of={january.at(3)}")
    (now,) = page.all_of("a", id="moment-now")
    assert now.attributes["href"] == f"{PATH}?payer=Aetna"


def test_a_date_that_is_none_is_said(console: Console, january: January) -> None:
    assert january
    assert console.get(f"{PATH}?decided_from=soon").status_code == 400


@pytest.mark.feature("RD-5", "IN-8")
def test_a_claim_shows_every_change_of_mind(console: Console, january: January) -> None:
    claim = january.claim_id("A-1")
    page = console.page(f"{PATH}/{claim}")
    assert "Claim recorded" in page.text
    assert "Claim decided" in page.text
    assert "Outcome changed" in page.text
    assert "Analyst" in page.text
    assert january
    assert "PENDING DENIED" in page.text
    assert "DENIED PAID" in page.text


@pytest.mark.feature("RD-2")
def test_a_claim_that_came_later_is_not_known_yet(console: Console, january: January) -> None:
    claim = january.claim_id("A-3")
    page = console.page(f"{PATH}/{claim}?as_of={january.at(0)}")
    assert "This claim was not known yet at this moment." in page.text


def test_a_claim_of_nobody_is_not_found(console: Console) -> None:
    assert console.get(f"{PATH}/0198c000-0000-5000-8000-00000000dead").status_code == 404
