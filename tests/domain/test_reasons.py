"""A reason as a commit keeps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.context import REASON_CHARACTERS_MAX, reason_in


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ticket 4711", "Ticket 4711"),
        ("  Ticket\n\n4711 ", "Ticket 4711"),
        ("Ticket\x00\ud800 4711", "Ticket 4711"),
        (" \x00\u200b ", ""),
        ("", ""),
    ],
)
def test_what_can_be_read_of_it_is_kept(said: str, kept: str) -> None:
    assert reason_in(said) == kept


@given(st.text(max_size=2 * REASON_CHARACTERS_MAX))
def test_what_is_kept_fits_and_stays_as_it_is(said: str) -> None:
    kept = reason_in(said)

    assert len(kept) <= REASON_CHARACTERS_MAX
    assert kept.isprintable()
    assert kept == kept.strip()
    assert reason_in(kept) == kept
    kept.encode()
