"""Patterns: the same answer as Python's regular expressions, in time that grows with the value."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upstream.domain.quality.patterns import Pattern
from upstream.domain.quality.refusals import RuleInvalid

pytestmark = pytest.mark.feature("DQ-1")

_atoms = st.sampled_from(("a", "b", "1", "-", r"\d", r"\w", r"\D", ".", "[ab]", "[^a]", "[a-c1-3]"))
patterns = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("({0[0]}|{0[1]})".format),
        st.tuples(inner, st.sampled_from(("?", "*", "+", "{2}", "{1,3}", "{0,2}", "{1,}"))).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(patterns, st.lists(st.text("ab1c-", max_size=7), max_size=12))
def test_a_pattern_means_what_python_means(pattern: str, values: list[str]) -> None:
    ours, theirs = Pattern(pattern), re.compile(pattern, re.ASCII)
    for value in values:
        assert ours.matches(value) == (theirs.fullmatch(value) is not None), value


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(a?){30}a{30}b", "(.*)*(.*)*x"])
def test_no_value_takes_long(pattern: str) -> None:
    """Each of these keeps a backtracking matcher busy for ages."""
    compiled = Pattern(pattern)
    began = time.perf_counter()

    assert not compiled.matches("a" * 5_000)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "[a", "a{2", "a{3,1}", "*", "a**", r"\1", r"\q", "(?=a)", "(?P<x>a)", "[]"),
        *("a{200}", "(" * 30 + ")" * 30, "x" * 300, "(((a{50}){50}){50})"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(RuleInvalid):
        Pattern(pattern)


@settings(max_examples=300, deadline=None)
@given(st.text(r"()[]{}*+?|\^$.-ab1,", max_size=25))
def test_any_text_is_a_pattern_or_is_refused(text: str) -> None:
    try:
        Pattern(text).matches("ab1")
    except RuleInvalid:
        return
