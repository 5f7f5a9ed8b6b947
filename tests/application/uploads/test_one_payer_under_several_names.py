"""Once a person said that two names are one payer, a claim under either of them is one claim."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.claim_log import context_of
from tests.support.taking_in import Desk, csv_of

from upstream.application.customers import open_customer
from upstream.application.mappings import confirm_payers, withdraw_alias
from upstream.application.mappings.payers import alias_id
from upstream.application.quality.rules import draft_rule, rule_standing, switch_rule
from upstream.domain.claims.events import ClaimChanged, ClaimRecorded
from upstream.domain.quality.rule import Range, Scope, Text

SPELLINGS = ("UnitedHealthcare", "UHC", "United Healthcare", "United  Healthcare, Inc.")
_numbers = itertools.count(1)


def row(number: str, payer: str, outcome: str = "PAID") -> str:
    return f'{number},"{payer}",99213,2025-01-02,2025-01-20,{outcome},150.00,92.10,'


def confirm(desk: Desk, *aliases: str, payer: str = SPELLINGS[0]) -> None:
    log = desk.intake.log
    confirm_payers(log, context_of(desk.customer_id), aliases=aliases, payer=payer)


def claims_recorded(desk: Desk) -> int:
    log = desk.intake.log
    with log.database.customer(desk.customer_id) as connection:
        counted = connection.exec_driver_sql(
            "SELECT count(*) FROM events WHERE tag = 'claims.recorded.v1'"
        )
        return int(counted.scalar_one())


@pytest.mark.feature("IN-12")
def test_a_claim_under_another_spelling_is_a_repetition(desk: Desk) -> None:
    desk.take_in(csv_of(row("C1", "UHC")))
    confirm(desk, "UHC")

    again = desk.take_in(csv_of(row("C1", "UnitedHealthcare"), row("C2", "UnitedHealthcare")))

    assert (again.totals.rows_repeated, again.totals.rows_new) == (1, 1)


def test_without_a_persons_word_they_are_two_claims(desk: Desk) -> None:
    desk.take_in(csv_of(row("C1", "UHC")))

    again = desk.take_in(csv_of(row("C1", "UnitedHealthcare")))

    assert again.totals.rows_new == 1


def test_news_under_another_spelling_changes_the_claim_and_keeps_its_name(desk: Desk) -> None:
    desk.take_in(csv_of(row("C1", "UHC")))
    confirm(desk, "UHC")

    desk.take_in(csv_of(row("C1", "UnitedHealthcare", "DENIED")))

    recorded, changed = desk.claim("C1", "UHC")
    assert isinstance(recorded, ClaimRecorded)
    assert isinstance(changed, ClaimChanged)
    after = changed.after
    assert (after.outcome, after.payer, after.payer_raw) == ("DENIED", "UHC", "UnitedHealthcare")


def test_a_name_that_was_withdrawn_finds_its_own_claims_again(desk: Desk) -> None:
    confirm(desk, "UHC")
    desk.take_in(csv_of(row("C1", "UHC")))
    log, customer_id = desk.intake.log, desk.customer_id
    withdraw_alias(log, context_of(customer_id), alias_id(customer_id, "UHC"))

    again = desk.take_in(csv_of(row("C1", "UHC"), row("C3", "UnitedHealthcare")))

    assert (again.totals.rows_repeated, again.totals.rows_new) == (1, 1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(SPELLINGS)), max_size=3),
    after=st.lists(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from(SPELLINGS)), min_size=1, max_size=8
    ),
    rows_max=st.sampled_from((1, 3, 100)),
)
def test_however_claims_are_spelled_afterwards_no_second_one_begins(
    before: list[tuple[str, str]], after: list[tuple[str, str]], rows_max: int, desk: Desk
) -> None:
    """Whatever was begun before, each number seen after adds at most the one claim it lacked."""
    number = next(_numbers)
    customer = open_customer(desk.intake.log.database, slug=f"c{number}", name="C").customer_id
    mine = Desk(desk.intake, customer)
    if before:
        mine.take_in(csv_of(*(row(*one) for one in before)), rows_max=rows_max)
    begun = claims_recorded(mine)
    confirm(mine, *SPELLINGS[1:2], "United Healthcare, Inc.", SPELLINGS[2])

    file = mine.take_in(csv_of(*(row(*one) for one in after), ",,,,,,,,"), rows_max=rows_max)

    lacking = {one for one, _ in after} - {one for one, _ in before}
    assert claims_recorded(mine) - begun == len(lacking) == file.totals.rows_new
    assert file.totals.rows_repeated == len(after) - len(lacking)


@pytest.mark.feature("DQ-1", "IN-12")
@pytest.mark.parametrize("named", ["unitedhealthcare", "UHC"])
def test_a_rule_for_a_payer_is_one_for_all_its_names(desk: Desk, named: str) -> None:
    """Whichever name the rule was written with; and only from the next upload on."""
    log, context = desk.intake.log, context_of(desk.customer_id)
    nothing_above_100 = Text(
        name="Nothing above 100",
        severity="error",
        test=Range(field="billed_amount", most="100"),
        scope=Scope(payers=(named,)),
    )
    rule = draft_rule(log, context, nothing_above_100)
    switch_rule(log, context, rule.id, to=True)
    before = desk.take_in(csv_of(row("C1", "UHC"), row("C2", "UnitedHealthcare"), row("C3", "X")))
    confirm(desk, "UHC")

    after = desk.take_in(csv_of(row("C4", "UHC"), row("C5", "UnitedHealthcare"), row("C6", "X")))

    assert (before.totals.rows_rejected, after.totals.rows_rejected) == (1, 2)
    assert rule_standing(log, desk.customer_id, rule.id).scope.payers == (
        named,
        "UHC" if named != "UHC" else "UnitedHealthcare",
    )
