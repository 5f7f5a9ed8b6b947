"""A change cut into parts: they add up, and a grown part is told from a changed one."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.drift.breakdown import (
    MICRO,
    PARTS_MAX,
    Stratum,
    broken_down,
    rates_of,
)
from upstream.domain.drift.root_causes import by_root_cause, root_cause_of

_counts = st.integers(min_value=0, max_value=5_000)


@st.composite
def _stratum(draw: st.DrawFn) -> Stratum:
    before, now = draw(_counts), draw(_counts)
    return Stratum(
        draw(st.sampled_from("ABCDEFGHIJKLMNOP")),
        before,
        draw(st.integers(0, before)),
        now,
        draw(st.integers(0, now)),
    )


def _distinct(strata: Sequence[Stratum]) -> list[Stratum]:
    return list({one.name: one for one in strata}.values())


@pytest.mark.feature("DR-1")
@given(st.lists(_stratum(), max_size=16).map(_distinct))
def test_the_parts_add_up_to_the_whole_change(strata: list[Stratum]) -> None:
    found = broken_down(strata)
    if found is None:
        assert not sum(one.weight_before for one in strata) or not sum(
            one.weight_now for one in strata
        )
        return
    assert sum(part.micro for part in found.parts) == found.now_micro - found.before_micro
    assert len(found.parts) <= PARTS_MAX + 1
    assert found == broken_down(strata[::-1])


@given(
    st.dictionaries(st.sampled_from("ABCDEFGHIJKLMNOP"), st.tuples(_counts, _counts)),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
)
def test_sorts_of_one_event_add_up_too(
    counts: dict[str, tuple[int, int]], before: int, now: int
) -> None:
    found = rates_of(counts, (before, now))
    assert found is not None
    assert sum(part.micro for part in found.parts) == found.now_micro - found.before_micro


def test_a_part_that_changed_is_told_from_one_that_grew() -> None:
    """Denials: `A` doubles its rate; `B`, denied more often anyway, doubles its claims."""
    changed = broken_down([Stratum("A", 100, 10, 100, 20), Stratum("B", 100, 30, 100, 30)])
    assert changed is not None
    assert [(part.name, part.own_micro, part.mix_micro) for part in changed.parts] == [
        ("A", 50_000, 0),
        ("B", 0, 0),
    ]
    grown = broken_down([Stratum("A", 100, 10, 100, 10), Stratum("B", 100, 30, 200, 60)])
    assert grown is not None
    assert grown.now_micro - grown.before_micro == 33_333
    assert all(part.own_micro == 0 for part in grown.parts)


def test_a_part_that_is_new_is_a_matter_of_mix() -> None:
    found = broken_down([Stratum("A", 100, 10, 100, 10), Stratum("B", 0, 0, 100, 50)])
    assert found is not None
    new = next(part for part in found.parts if part.name == "B")
    assert (new.before_micro, new.now_micro, new.own_micro) == (None, MICRO // 2, 0)
    assert new.mix_micro > 0


def test_nothing_is_broken_down_where_a_window_is_empty() -> None:
    assert broken_down([Stratum("A", 100, 10, 0, 0)]) is None
    assert broken_down([]) is None
    assert rates_of({"CO-16": (1, 0)}, (10, 0)) is None


@pytest.mark.feature("DR-2")
def test_reasons_lead_to_whoever_can_prevent_them() -> None:
    assert root_cause_of("CO-197") == "authorization"
    assert root_cause_of("27") == "registration"
    assert root_cause_of("CO-16") == "billing"
    assert root_cause_of("PR-50") == "clinical"
    assert root_cause_of("CO-11") == "coding"
    assert root_cause_of("CO-999") == root_cause_of(None) == "other"
    assert by_root_cause([("CO-197", (1, 5)), ("CO-15", (2, 0)), ("CO-16", (4, 4))]) == {
        "authorization": (3, 5),
        "billing": (4, 4),
    }
