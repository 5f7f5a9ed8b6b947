"""Which names look like one payer, and which never do."""

import pytest

from upstream.domain.mappings.commands import ConfirmPayerAliases, RejectPayerSuggestion
from upstream.domain.mappings.names import has_look_alikes, key
from upstream.domain.mappings.payer_names import INITIAL, PayerNames, decider
from upstream.domain.mappings.suggestions import NameSeen, suggestions

EIGHT = [
    "united healthcare",
    "United Healthcare",
    "UnitedHealthcare",
    "UNITEDHEALTHCARE",
    "UHC",
    "United  Healthcare",
    "United\u00a0Healthcare",
    "87726",
]


def names(*commands: ConfirmPayerAliases | RejectPayerSuggestion) -> PayerNames:
    book = INITIAL
    for command in commands:
        for event in decider.decide(command, book):
            book = decider.evolve(book, event)
    return book


def pairs(*seen: str, book: PayerNames = INITIAL) -> dict[str, str]:
    found = suggestions([NameSeen(name, 10) for name in seen], book)
    return {one.alias: one.payer for one in found}


@pytest.mark.feature("IN-12")
def test_eight_spellings_of_one_payer_lead_to_one_name() -> None:
    found = pairs(*EIGHT, "Aetna")

    assert set(found.values()) == {"UnitedHealthcare"}
    assert set(found) == set(EIGHT) - {"UnitedHealthcare"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aetna, Inc.", "AETNA"),
        ("Blue Cross-Blue Shield", "Blue Cross Blue Shield"),
        ("BCBS", "Blue Cross Blue Shield"),
        ("Humana Insurance Co", "Humana"),
        ("Cigna Helathcare", "Cigna Healthcare"),
        ("United Health", "UnitedHealthcare"),
        ("\u0410etna", "Aetna"),
    ],
)
def test_near_duplicates_are_suggested(one: str, other: str) -> None:
    assert len(pairs(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aetna", "Aetna Medicare"),
        ("Blue Cross of Texas", "Blue Cross of Tennessee"),
        ("Humana HMO", "Humana PPO"),
        ("Region 1 Health", "Region 2 Health"),
        ("Aetna", "Cigna"),
        ("Anthem", "Centene"),
    ],
)
def test_other_plans_and_places_are_not(one: str, other: str) -> None:
    assert pairs(one, other) == {}


def test_a_letter_that_only_looks_latin_is_pointed_out() -> None:
    (found,) = suggestions([NameSeen("Aetna", 5), NameSeen("\u0410etna", 900)], INITIAL)

    assert (found.payer, found.look_alike, found.because) == ("Aetna", True, "look_alike")
    assert has_look_alikes("\u0410etna")
    assert not has_look_alikes("Aetna")
    assert not has_look_alikes("\u0410\u0411\u0412")


def test_what_was_rejected_never_comes_again() -> None:
    book = names(RejectPayerSuggestion(alias="AETNA", payer="Aetna"))

    assert pairs("AETNA", "Aetna", book=book) == {}


def test_what_was_confirmed_is_not_asked_again_and_draws_further_spellings() -> None:
    book = names(ConfirmPayerAliases(aliases=("UHC", "Optum Payer 7"), payer="UnitedHealthcare"))

    assert pairs("UHC", "UnitedHealthcare", "optum payer 7.", book=book) == {
        "optum payer 7.": "UnitedHealthcare"
    }


def test_a_key_is_the_same_for_spellings_of_one_name() -> None:
    assert key("The Health-Plan, Inc.") == key("the health plan") == "thehealthplan"
    assert key("Inc") == "inc"
