"""Whatever separates, wraps or precedes: the same claims come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.application.readers.x12.reading_x12 import read
from tests.support.x12_writing import USUAL, Separated, claim, interchange, remittance, written

from upstream.application.readers.reader import Place

pytestmark = pytest.mark.feature("IN-3")

CLAIMS = [
    claim(
        "A-1", "100", "70", "SVC*HC:99213:25*100*70**2", "CAS*CO*45*20", "CAS*PR*1*10", "AMT*B6*80"
    ),
    claim("A-2", "55.50", "0", "SVC*HC:71046*55.50*0**1", "CAS*CO*197*55.50", "LQ*HE*N290"),
]
PLAIN = interchange(remittance(CLAIMS, paid="70"))
FACTS = read(PLAIN).claims

marks = st.sampled_from("*|~!;>:+@#\x1c\x1d\x1e\x1f§")
separated = (
    st.lists(marks, min_size=2, max_size=2, unique=True)
    .flatmap(lambda two: st.tuples(st.just(two), st.sampled_from("~\n\x1c\x1d\x1e'!§")))
    .filter(lambda found: found[1] not in found[0])
    .map(lambda found: Separated(found[0][0], found[0][1], found[1]))
)


@given(separated=separated, between=st.sampled_from(["", "\n", "\r\n", "  \n\n"]))
def test_any_separators_give_the_same_claims(separated: Separated, between: str) -> None:
    data = interchange(remittance(CLAIMS, paid="70"), separated=separated, between=between)

    assert read(data).claims == FACTS


@given(width=st.integers(20, 200), end=st.sampled_from([b"\n", b"\r\n"]))
def test_lines_wrapped_at_any_column_are_put_together(width: int, end: bytes) -> None:
    wrapped = end.join(PLAIN[place : place + width] for place in range(0, len(PLAIN), width))

    assert read(wrapped).claims == FACTS


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n  ", b"\0\0"])
@pytest.mark.parametrize("after", [b"", b"\n\x1a", b"\0" * 512, b"\nEND OF FILE\n"])
def test_what_stands_around_an_interchange_does_not_matter(before: bytes, after: bytes) -> None:
    assert read(before + PLAIN + after).claims == FACTS


def test_each_interchange_has_separators_of_its_own() -> None:
    """And each payment its own payer and day."""
    other = interchange(
        remittance(CLAIMS, paid="70", payer="Cigna", paid_on="20250610"),
        separated=Separated("|", ">", "\n"),
    )
    found = read(PLAIN + b"\r\n" + other).claims

    assert [(one.payer, str(one.decided_on)) for one in found] == [
        *[("Aetna", "2025-06-02")] * 2,
        *[("Cigna", "2025-06-10")] * 2,
    ]


def test_a_header_that_lost_its_padding_is_understood() -> None:
    isa = PLAIN[:106]
    collapsed = b"*".join(part.strip() for part in isa[:-1].split(b"*")) + b"~"

    assert len(collapsed) < 80
    assert read(collapsed + PLAIN[106:]).claims == FACTS


def test_without_any_envelope_the_separators_are_guessed_and_told() -> None:
    for bare in (
        written(remittance(CLAIMS, paid="70")),
        written(remittance(CLAIMS, paid="70"), Separated("|", ">", "\n")),
    ):
        found = read(bare)
        assert found.claims == FACTS
        assert any("no interchange header" in note for note in found.layout.notes)


@given(rows_max=st.integers(1, 5), place=st.integers(0, 4))
def test_reading_goes_on_where_a_part_ended(rows_max: int, place: int) -> None:
    """Claims and payments after it, each once and none of those before."""
    many = [claim(f"A-{number}", "10", "10") for number in range(9)]
    data = interchange(
        remittance(many[:4], paid="40"), remittance(many[4:], paid="50", trace="EFT2")
    )
    whole = read(data, rows_max=rows_max)
    stop = min(place, len(whole.parts) - 1)
    rest = read(data, rows_max=rows_max, start=Place(*whole.parts[stop].next))

    before = [claim for part in whole.parts[: stop + 1] for claim in part.understood.facts]
    paid = [one for part in whole.parts[: stop + 1] for one in part.remittances]
    assert before + rest.claims == whole.claims
    assert paid + rest.remittances == whole.remittances
    assert len(whole.remittances) == 2
    assert [part.next for part in whole.parts][:-1] == [part.start for part in whole.parts][1:]


def test_a_line_is_the_number_of_the_claims_first_segment() -> None:
    lines = [line for part in read(PLAIN).parts for line in part.understood.lines]
    segments = PLAIN.decode().split(USUAL.terminator)

    assert [segments[line - 1][:3] for line in lines] == ["CLP", "CLP"]
