"""Compiled rules say of every row what the plainest reading of the rule says of it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.plain_rules import broken_rows
from tests.support.quality_rules import TODAY, claim, claims, rule, rules, understood

from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import Fault
from upstream.domain.quality.built_in import BUILT_IN
from upstream.domain.quality.columns import Columns
from upstream.domain.quality.compiling import compiled
from upstream.domain.quality.measures import Broken
from upstream.domain.quality.rule import (
    CrossField,
    DateOrder,
    Duplicate,
    Format,
    Range,
    ReferenceSet,
    Required,
    Rule,
    Scope,
)
from upstream.domain.quality.rule_set import BREAKS_RULE, RuleSet

pytestmark = pytest.mark.feature("DQ-1", "DQ-2")


@settings(max_examples=500, deadline=None)
@given(rules, st.lists(claims, max_size=12))
def test_columns_and_rows_agree(one: Rule, facts: list[ClaimFacts]) -> None:
    assert compiled(one)(Columns(facts, TODAY)) == broken_rows(one, facts, TODAY)


@settings(max_examples=100, deadline=None)
@given(st.lists(claims, max_size=20), st.integers(1, 5))
def test_it_makes_no_difference_where_a_file_is_cut_into_parts(
    facts: list[ClaimFacts], size: int
) -> None:
    whole = RuleSet(BUILT_IN, "table", TODAY).check(understood(*facts)).quality
    rule_set = RuleSet(BUILT_IN, "table", TODAY)
    found = [
        rule_set.check(understood(*facts[start : start + size])).quality
        for start in range(0, len(facts), size)
    ]

    assert sum(part.rows_refused for part in found) == whole.rows_refused
    assert sum(part.rows_flagged for part in found) == whole.rows_flagged
    for place in range(len(BUILT_IN)):
        counted = [one.rows for part in found for one in part.broken if one.rule == place]
        assert sum(counted) == sum(one.rows for one in whole.broken if one.rule == place)


def test_a_row_that_breaks_an_error_is_rejected_with_every_rule_it_breaks() -> None:
    needed = rule(Required("prior_authorization"), key="AUTH")
    small = rule(Range("billed_amount", most="100"), key="SMALL")
    set_of_two = RuleSet((needed, small), "table", TODAY)
    sound = claim(prior_authorization="PA1", billed_cents=9_900)
    found = set_of_two.check(understood(claim(), sound))

    (row,) = found.understood.rejected
    assert row.line == 2
    assert row.faults == (
        Fault("prior_authorization", BREAKS_RULE, needed.name),
        Fault("billed_amount", BREAKS_RULE, small.name),
    )
    assert row.faults[0].advice.endswith("The rule AUTH holds.")
    assert found.understood.facts == [sound]
    assert list(found.understood.lines) == [3]
    assert found.quality.rows_refused == 1


def test_a_warning_keeps_the_row_and_an_info_does_not_even_flag_it() -> None:
    warning = rule(Required("facility"), "warning", key="W")
    info = rule(Required("units"), "info", key="I")
    found = RuleSet((warning, info), "table", TODAY).check(understood(claim(), claim(facility="F")))

    assert len(found.understood.facts) == 2
    assert (found.quality.rows_flagged, found.quality.rows_refused) == (1, 0)
    assert found.quality.broken == (Broken(0, 1, (2,)), Broken(1, 2, (2, 3)))


def test_rules_for_other_files_are_never_looked_at() -> None:
    for_others = rule(Required("facility"), scope=Scope(told=("facility",)))
    found = RuleSet((for_others,), "table", TODAY).check(
        understood(claim(), silent=frozenset({"facility"}))
    )

    assert found.quality.broken == ()
    assert found.quality.untold == ("facility",)


def test_a_file_that_cannot_say_a_code_is_not_asked_for_one() -> None:
    """A claim status (277) has none, and its reader says so."""
    uncoded = understood(claim(cpt="NONE"), silent=frozenset({"cpt", "cpt_group"}))
    found = RuleSet(BUILT_IN, "table", TODAY).check(uncoded)

    assert found.understood.facts == uncoded.facts
    assert found.quality.missing["cpt"] == 1


def test_a_rule_is_limited_to_payers_and_groups_whatever_their_capitals() -> None:
    limited = rule(Required("units"), scope=Scope(payers=("CIGNA",), cpt_groups=("imaging",)))
    facts = [
        claim(payer="cigna", cpt_group="Imaging"),
        claim(payer="cigna"),
        claim(cpt_group="Imaging"),
    ]
    assert compiled(limited)(Columns(facts, TODAY)) == [0]


@pytest.mark.parametrize(
    ("test", "bad", "good"),
    [
        (Required("facility"), claim(), claim(facility="North")),
        (Format("cpt", r"\d{5}"), claim(cpt="G0101"), claim()),
        (Range("units", "1", "3"), claim(units=4), claim(units=None)),
        (DateOrder("submitted_date", "decided_date"), claim(decided_on=date(2026, 4, 30)), claim()),
        (DateOrder("submitted_date", "today"), claim(submitted_on=date(2026, 7, 1)), claim()),
        (ReferenceSet("outcome", ("paid",)), claim(outcome="OTHER"), claim()),
        (CrossField("paid_amount <= allowed_amount"), claim(paid_cents=9_001), claim()),
    ],
)
def test_each_kind_of_rule(test: object, bad: ClaimFacts, good: ClaimFacts) -> None:
    broken = compiled(rule(test))(Columns([good, bad, good], TODAY))  # type: ignore[arg-type]

    assert broken == [1]


def test_a_duplicate_is_found_across_parts() -> None:
    once = compiled(rule(Duplicate(("claim_id", "payer"))))

    assert once(Columns([claim(), claim(claim_ref="C2")], TODAY)) == []
    assert once(Columns([claim(claim_ref="C3"), claim()], TODAY)) == [1]


def test_one_cent_and_two_cents_below_zero_are_no_duplicates() -> None:
    """Python gives -1 and -2 the same hash."""
    once = compiled(rule(Duplicate(("billed_amount",))))

    assert once(Columns([claim(billed_cents=-1), claim(billed_cents=-2)], TODAY)) == []
