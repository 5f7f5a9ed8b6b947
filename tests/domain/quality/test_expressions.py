"""Expressions: read once, typed, and refused with the place where they go wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upstream.domain.quality.expressions import (
    Both,
    Compare,
    Constant,
    Either,
    FieldOf,
    Not,
    Present,
    fields_of,
)
from upstream.domain.quality.parsing import parse_expression
from upstream.domain.quality.refusals import RuleInvalid

pytestmark = pytest.mark.feature("DQ-1")


def test_and_binds_closer_than_or_and_or_closer_than_implies() -> None:
    parsed = parse_expression("units = 1 and units = 2 or units = 3 implies cpt is present")

    match parsed:
        case Either(Not(Either(Both(), Compare())), Present("cpt")):
            pass
        case other:
            pytest.fail(f"it was read as {other}")


def test_amounts_are_dollars_and_texts_have_no_capitals() -> None:
    assert parse_expression("billed_amount = 12.5") == Compare(
        FieldOf("billed_amount"), "=", Constant(1_250), "amount"
    )
    assert parse_expression("payer = 'Aetna'") == Compare(
        FieldOf("payer"), "=", Constant("aetna"), "text"
    )


def test_the_fields_of_an_expression_are_known() -> None:
    text = "payer = 'x' and (paid_amount > 0 or not decided_date <= today) and payer is present"

    assert fields_of(parse_expression(text)) == ("payer", "paid_amount", "decided_date")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 1),
        ("payer", 6),
        ("payer = ", 9),
        ("payer < 'x'", 12),
        ("1 = 1", 1),
        ("units = 1.5", 9),
        ("units = units units", 15),
        ("paid_amount = payer", 15),
        ("submitted_date < 2026-02-30", 18),
        ("((payer = 'x')", 15),
        ("nobody = 1", 1),
        ("payer is here", 10),
        ("payer in 'x'", 10),
        ("payer = 'x", 9),
        ("__import__('os')", 1),
        ("payer.upper() = 'X'", 6),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, at: int) -> None:
    with pytest.raises(RuleInvalid) as refusal:
        parse_expression(text)

    assert refusal.value.facts["at"] == at


@settings(max_examples=300, deadline=None)
@given(st.text("()andorti mplesyu=<>'1.2-,_ ", max_size=60))
def test_any_text_is_an_expression_or_is_refused(text: str) -> None:
    try:
        parse_expression(text)
    except RuleInvalid:
        return


def test_brackets_have_a_depth() -> None:
    with pytest.raises(RuleInvalid):
        parse_expression("(" * 400 + "payer = 'x'" + ")" * 400)
    with pytest.raises(RuleInvalid):
        parse_expression("not " * 200 + "payer = 'x'")
