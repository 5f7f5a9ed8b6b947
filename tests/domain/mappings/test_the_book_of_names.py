"""The books of names: one step deep, whoever says what in which order; codes in one group only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.mappings import commands as said
from upstream.domain.mappings import cpt_groups, header_mapping, payer_names
from upstream.domain.mappings.cpt_groups import CptGroups, span_of
from upstream.domain.mappings.payer_names import PayerNames
from upstream.domain.mappings.refusals import (
    CptCodesInvalid,
    CptCodesOverlap,
    CptMappingUnknown,
    HeaderMappingIncomplete,
    HeaderMappingUnknown,
    PayerMappingUnknown,
    PayerNameItself,
)
from upstream.domain.messages import Refusal
from upstream.domain.uploads.mapping import Choice

NAMES = st.sampled_from("ABCDE")
SAID = st.one_of(
    st.builds(
        said.ConfirmPayerAliases,
        aliases=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
        payer=NAMES,
    ),
    st.builds(said.WithdrawPayerAlias, alias=NAMES),
)


def told(*commands: said.PayerNameCommand) -> PayerNames:
    book = payer_names.INITIAL
    for command in commands:
        for event in payer_names.decider.decide(command, book):
            book = payer_names.decider.evolve(book, event)
    return book


def grouped(*commands: said.CptGroupCommand) -> CptGroups:
    book = cpt_groups.INITIAL
    for command in commands:
        for event in cpt_groups.decider.decide(command, book):
            book = cpt_groups.decider.evolve(book, event)
    return book


@pytest.mark.feature("IN-12")
@given(st.lists(SAID, max_size=12))
def test_no_alias_ever_leads_to_an_alias(commands: list[said.PayerNameCommand]) -> None:
    book = payer_names.INITIAL
    for command in commands:
        try:
            events = payer_names.decider.decide(command, book)
        except Refusal:
            continue
        for event in events:
            book = payer_names.decider.evolve(book, event)
        if isinstance(command, said.ConfirmPayerAliases):
            assert payer_names.decider.decide(command, book) == ()
        assert set(book.aliases) & set(book.aliases.values()) == set()


def test_what_stood_for_an_alias_follows_it() -> None:
    first = said.ConfirmPayerAliases(aliases=("UHC",), payer="United")
    then = said.ConfirmPayerAliases(aliases=("United",), payer="UnitedHealthcare")

    assert told(first, then).aliases == {"UHC": "UnitedHealthcare", "United": "UnitedHealthcare"}


def test_a_name_is_no_alias_of_itself_nor_of_what_stands_for_it() -> None:
    with pytest.raises(PayerNameItself):
        told(said.ConfirmPayerAliases(aliases=("A",), payer=" A "))
    with pytest.raises(PayerNameItself):
        told(
            said.ConfirmPayerAliases(aliases=("A",), payer="B"),
            said.ConfirmPayerAliases(aliases=("B",), payer="A"),
        )


def test_only_an_alias_is_withdrawn() -> None:
    with pytest.raises(PayerMappingUnknown):
        told(said.WithdrawPayerAlias(alias="A"))


@pytest.mark.feature("IN-12")
def test_codes_of_other_shapes_do_not_meet() -> None:
    book = grouped(
        said.DefineCptGroup(name="Numbers", codes=("00001-99999",)),
        said.DefineCptGroup(name="Trials", codes=("0001T-9999T",)),
        said.DefineCptGroup(name="Drugs", codes=("J0000-J9999",)),
    )

    assert [book.of(code) for code in ("99213", "0042T", "J1885", "0042F")] == [
        "Numbers",
        "Trials",
        "Drugs",
        None,
    ]


def test_a_code_belongs_to_one_group() -> None:
    with pytest.raises(CptCodesOverlap) as refused:
        grouped(
            said.DefineCptGroup(name="Visits", codes=("99202-99215",)),
            said.DefineCptGroup(name="More", codes=("99213",)),
        )
    assert refused.value.facts == {"group": "Visits"}


def test_a_group_that_is_not_there_is_not_withdrawn() -> None:
    with pytest.raises(CptMappingUnknown):
        grouped(said.WithdrawCptGroup(name="X"))


@pytest.mark.parametrize("text", ["", "9921", "99213-J1100", "99215-99213", "A-B"])
def test_what_is_no_code_or_range_is_refused(text: str) -> None:
    with pytest.raises(CptCodesInvalid):
        span_of(text)


HEADERS = ("Wer", "cpt", "submitted_date", "outcome")


def test_a_mapping_that_leaves_a_question_open_is_not_saved() -> None:
    with pytest.raises(HeaderMappingIncomplete):
        header_mapping.decider.decide(
            said.SaveHeaderMapping(headers=HEADERS, choices=()), header_mapping.Unknown()
        )
    with pytest.raises(HeaderMappingUnknown):
        header_mapping.decider.decide(said.WithdrawHeaderMapping(), header_mapping.Unknown())


def test_what_counts_for_one_time_is_not_remembered() -> None:
    choices = (Choice("payer", "Wer"), Choice("decided_date", "none"), Choice("hold", "true"))
    (saved,) = header_mapping.decider.decide(
        said.SaveHeaderMapping(headers=HEADERS, choices=choices), header_mapping.Unknown()
    )

    known = header_mapping.decider.evolve(header_mapping.Unknown(), saved)
    assert header_mapping.remembered(known) == choices[:2]
    assert header_mapping.source_of(HEADERS) == header_mapping.source_of(
        [h.upper() for h in HEADERS]
    )
