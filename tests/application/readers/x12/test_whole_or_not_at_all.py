"""A file is taken whole, or it is named for what it is and nothing of it is taken."""

from collections.abc import Iterator

import oxedi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.application.readers.x12.reading_x12 import ACCEPTED, judged, problem, read
from tests.support.corpus import corpus
from tests.support.x12_writing import claim, interchange, remittance, transaction, written

from upstream.application.readers.x12 import cross_check
from upstream.domain.claims.layout import Layout
from upstream.domain.uploads.file_problem import FileProblem

pytestmark = pytest.mark.feature("IN-3", "IN-4")

CLAIMS = [claim("A-1", "100", "80", "CAS*CO*45*20"), claim("A-2", "50", "50")]
WHOLE = interchange(remittance(CLAIMS, paid="130"))


@given(cut=st.integers(1, len(WHOLE) - 1))
def test_whatever_is_cut_off_the_rest_is_not_taken(cut: int) -> None:
    """Wherever the download broke, unless only the end mark of the last segment is missing."""
    found = judged(WHOLE[:cut])

    if isinstance(found, Layout):
        assert cut == len(WHOLE) - 1
    else:
        assert found.code in {
            "upload.truncated",
            "upload.no_claims",
            "upload.x12_unreadable",
            "upload.header_missing",
            "upload.not_a_table",
        }


def test_a_cut_file_says_which_envelope_never_ended() -> None:
    found = problem(corpus("nasty", "67_835_truncated.835").read_bytes())

    assert found.code == "upload.truncated"
    assert "ST at segment 3 has no SE" in found.detail


def test_counts_that_do_not_agree_are_told_and_the_claims_taken() -> None:
    wrong = WHOLE.replace(b"SE*", b"SE*9").replace(b"GE*1*1", b"GE*7*1")
    found = read(wrong)

    assert len(found.claims) == 2
    told = [note for note in found.layout.notes if "counts" in note]
    assert len(told) == 2
    assert "counts 7, there are 1" in told[1]


def test_a_test_file_is_refused_unless_it_is_wanted() -> None:
    data = corpus("nasty", "69_835_testflag.835").read_bytes()

    assert problem(data).code == "upload.test_file"
    assert len(read(data, ACCEPTED).claims) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (interchange(transaction("999", ["AK1*HP*1", "AK9*A*1*1*1"])), "(999)"),
        (interchange(transaction("271", ["BHT*0022*11*1*20250101*1200"])), "eligibility"),
        (interchange(transaction("820", ["BPR*C*1"])), "premium"),
        (interchange(transaction("850", ["BEG*00"])), "850"),
        (written([WHOLE.decode()[:105], "TA1*1*250101*0900*A*000", "IEA*0*000000001"]), "(TA1)"),
    ],
)
def test_what_tells_of_no_claims_is_named(data: bytes, words: str) -> None:
    found = problem(data)

    assert found.code == "upload.not_claims"
    assert words in found.detail


def test_a_999_beside_a_remittance_is_passed_over_and_told() -> None:
    data = WHOLE + interchange(transaction("999", ["AK1*HP*1", "AK9*A*1*1*1"]), group="FA")
    found = read(data)

    assert len(found.claims) == 2
    assert any("(999)" in note for note in found.layout.notes)


def test_no_claims_is_never_a_success_unless_money_was_taken_back() -> None:
    empty = interchange(remittance([], paid="0"))
    taken = interchange(remittance([], paid="-25", adjustments=["PLB*123*20251231*WO:X*25"]))

    assert problem(empty).code == "upload.no_claims"
    found = read(taken)
    assert found.claims == []
    assert [one.facts.taken_back_cents for one in found.remittances] == [2_500]


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.decode().encode("utf-16"),
        WHOLE.decode().encode("utf-16-le"),
        WHOLE.decode().encode("cp037"),
        b"ISA*00 this is not",
        b"ISA" + b"*" * 20 + b"A" * 200,
        WHOLE[:106] + b"GS*HP" + b"x" * (2 << 20),
    ],
    ids=["utf-16", "utf-16 without a mark", "ebcdic", "short", "stars", "endless"],
)
def test_what_only_begins_like_x12_is_refused(data: bytes) -> None:
    assert problem(data).code in {"upload.x12_unreadable", "upload.not_claims", "upload.no_claims"}


def test_two_readers_that_differ_stop_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second reader that loses a claim: the real one, fed one claim less."""
    real = oxedi.stream

    def losing(data: bytes, **more: object) -> Iterator[oxedi.Batch]:
        first = data.index(b"CLP*A-2")
        return iter(real(data[:first] + data[data.index(b"SE*") :], **more))  # type: ignore[arg-type]

    monkeypatch.setattr(oxedi, "stream", losing)
    found = problem(WHOLE)

    assert found.code == "upload.cross_check_failed"
    assert "claims 2 and 1" in found.detail
    assert "paid_cents 13000 and 8000" in found.detail


def test_large_remittances_are_checked_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross_check, "PIECE_BYTES", 300)
    many = [claim(f"A-{number}", "10", "8", "CAS*CO*45*2") for number in range(50)]
    data = interchange(remittance(many, paid="400"), remittance(CLAIMS, paid="130", trace="EFT2"))

    assert len(read(data).claims) == 52


def test_payments_that_do_not_add_up_are_told_with_the_difference() -> None:
    off = interchange(remittance(CLAIMS, paid="131.27"))
    found = read(off)

    assert [one.facts.difference_cents for one in found.remittances] == [127]
    assert any("$1.27 more" in note for note in found.layout.notes)


@given(data=st.binary(max_size=300), place=st.integers(0, len(WHOLE)))
def test_no_bytes_make_it_stumble(data: bytes, place: int) -> None:
    """Typed problems or a reading to the end; never anything else."""
    spoilt = WHOLE[:place] + data + WHOLE[place:]
    found = judged(spoilt)
    if isinstance(found, FileProblem):
        assert found.code.startswith("upload.")
    elif found.kind == "x12":
        assert read(spoilt).rows_count >= 0
