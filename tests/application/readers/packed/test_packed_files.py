"""gzip and zip around a file: read as what is inside, tested as a whole first, never trusted."""

import gzip
import io
import struct
import time
import zipfile
import zlib
from itertools import pairwise

import pytest
from tests.application.readers.reading import judged, parts_of, problem_of

from upstream.domain.claims.layout import Layout
from upstream.infrastructure.file_limits import Limits

HEADER = b"claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount\n"


def claims(count: int) -> bytes:
    rows = (f"C{n:06},Aetna,99213,2025-01-02,2025-01-20,PAID,{n}.50\n" for n in range(count))
    return HEADER + "".join(rows).encode()


def zipped(content: bytes, name: str = "claims.csv", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.feature("IN-2", "IN-3")
@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_what_is_inside_is_read_as_if_it_had_come_bare(pack: object) -> None:
    assert callable(pack)
    plain = claims(1_000)
    packed = parts_of(pack(plain))

    assert [p.understood.facts for p in packed] == [p.understood.facts for p in parts_of(plain)]


def test_the_layout_says_how_the_file_was_packed_and_how_large_it_is_inside() -> None:
    content = claims(100)
    layout = judged(gzip.compress(content))

    assert isinstance(layout, Layout)
    assert (layout.packing, layout.expanded_bytes) == ("gzip", len(content))
    assert any("gzip" in note for note in layout.notes)


@pytest.mark.feature("IN-5")
@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_reading_goes_on_at_the_place_where_it_stopped(pack: object) -> None:
    assert callable(pack)
    content = pack(claims(1_000))
    whole = parts_of(content, rows_max=300)

    for before, after in pairwise(whole):
        again = parts_of(content, before.next, rows_max=300)[0]
        assert again == after


def test_several_gzip_members_are_one_file() -> None:
    content = claims(1_000)
    both = gzip.compress(content[:20_000]) + gzip.compress(content[20_000:])

    assert sum(len(part.understood.facts) for part in parts_of(both)) == 1_000


@pytest.mark.feature("IN-4")
@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_what_was_cut_off_or_changed_is_refused_before_any_claim(pack: object) -> None:
    assert callable(pack)
    content = pack(claims(50_000))
    changed = bytearray(content)
    changed[len(content) // 2] ^= 0xFF

    assert problem_of(content[: len(content) // 2]) == "upload.packed_broken"
    assert problem_of(bytes(changed)) == "upload.packed_broken"


def test_a_wrong_checksum_at_the_very_end_is_seen() -> None:
    content = bytearray(gzip.compress(claims(50_000)))
    content[-5] ^= 0xFF

    assert problem_of(bytes(content)) == "upload.packed_broken"


@pytest.mark.feature("IN-4")
def test_ten_gigabytes_of_zeros_are_refused_within_seconds() -> None:
    content = bomb(10 << 30)
    started = time.monotonic()

    assert problem_of(content) == "upload.packed_too_large"
    assert time.monotonic() - started < 5


def bomb(size: int) -> bytes:
    """A gzip of claims and so many zeros, made quickly: one deflate block again and again."""
    block = 1 << 24
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    begin = packer.compress(claims(10)) + packer.flush(zlib.Z_FULL_FLUSH)
    zeros = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    return head + begin + zeros * (size // block) + b"\x03\0" + struct.pack("<II", 0, size % 2**32)


def test_a_zip_that_claims_to_be_enormous_is_refused_by_its_directory() -> None:
    content = zipped(bytes(100 << 20))

    assert problem_of(content) == "upload.packed_too_large"
    assert problem_of(zipped(claims(10_000)), Limits(expanded_bytes_max=100_000)) == (
        "upload.packed_too_large"
    )


def test_a_directory_of_millions_of_names_is_not_even_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"{number:06}", b"")

    assert problem_of(file.getvalue()) == "upload.packed_broken"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../claims.csv", "upload.packed_in_folder"),
        ("folder/claims.csv", "upload.packed_in_folder"),
    ],
)
def test_a_name_with_a_path_is_refused(name: str, code: str) -> None:
    assert problem_of(zipped(claims(3), name)) == code


def test_exactly_one_file_is_expected() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", claims(3))
        archive.writestr("b.csv", claims(3))

    assert problem_of(file.getvalue()) == "upload.packed_not_one_file"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert problem_of(empty.getvalue()) == "upload.packed_not_one_file"


def test_what_a_mac_adds_to_every_archive_is_passed_over() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("claims.csv", claims(3))
        archive.writestr("__MACOSX/._claims.csv", b"\0\5\x16\7")

    assert sum(len(part.understood.facts) for part in parts_of(file.getvalue())) == 3


@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_an_archive_in_an_archive_is_named(pack: object) -> None:
    assert callable(pack)
    assert problem_of(pack(gzip.compress(claims(3)))) == "upload.packed_twice"
    assert problem_of(pack(zipped(claims(3)))) == "upload.packed_twice"


def test_what_nobody_reads_is_named_inside_an_archive_too() -> None:
    assert problem_of(gzip.compress(b"%PDF-1.7 \n")) == "upload.not_a_table"
    assert problem_of(gzip.compress(b"")) == "upload.empty"


def test_a_password_is_named() -> None:
    content = bytearray(zipped(claims(3)))
    directory = content.rfind(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert problem_of(bytes(content)) == "upload.packed_encrypted"


def test_other_ways_of_packing_are_named() -> None:
    assert problem_of(zipped(claims(3), method=zipfile.ZIP_BZIP2)) == "upload.packed_unknown_method"


def test_zip64_is_read() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("claims.csv", "w", force_zip64=True) as entry,
    ):
        entry.write(claims(100))

    assert sum(len(part.understood.facts) for part in parts_of(file.getvalue())) == 100
