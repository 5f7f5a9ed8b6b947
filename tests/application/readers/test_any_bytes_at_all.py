"""Whatever comes in, what comes out is a typed problem or rows that add up; nothing else, ever."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.hostile_files import SPOILERS, read_through, seeds

SEEDS = seeds()
SLOWLY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.feature("IN-2", "IN-3")
def test_one_sound_file_of_every_format_is_read() -> None:
    assert [read_through(content) for content in SEEDS] == ["read"] * len(SEEDS)


@pytest.mark.feature("IN-4")
@SLOWLY
@given(st.binary(max_size=3_000))
def test_any_bytes_are_answered(content: bytes) -> None:
    assert read_through(content)


@SLOWLY
@given(
    st.sampled_from(
        [
            b"\x1f\x8b\x08",
            b"PK\x03\x04",
            b"ISA*",
            b"{",
            b'{"resourceType":',
            b"claim_id,payer,cpt\n",
        ]
    ),
    st.binary(max_size=2_000),
)
def test_any_bytes_behind_the_mark_of_a_format_are_answered(mark: bytes, rest: bytes) -> None:
    assert read_through(mark + rest)


@pytest.mark.feature("IN-4")
@SLOWLY
@given(st.sampled_from(SEEDS), st.sampled_from(SPOILERS), st.randoms())
def test_a_spoiled_file_is_answered(content: bytes, spoil: object, chance: Random) -> None:
    assert callable(spoil)
    assert read_through(spoil(content, chance))


@SLOWLY
@given(
    st.lists(st.sampled_from([*'C1,;|\t"\n\r A\x00\x1aé-/:$.', "99213", "2025-01-02", "PAID"])),
    st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-16-be"]),
)
def test_any_text_below_a_header_is_answered(words: list[str], encoding: str) -> None:
    header = "claim_id,payer,cpt,submitted_date,decided_date,outcome\n"
    assert read_through((header + "".join(words)).encode(encoding, "replace"))
