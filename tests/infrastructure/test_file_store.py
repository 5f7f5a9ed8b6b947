"""Received files: addressed by content, sealed, bounded, and whole or not there at all."""

import hashlib
import os
import time
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.domain.units import CustomerId
from upstream.infrastructure import sealed_file
from upstream.infrastructure.file_limits import FILE_BYTES_MAX
from upstream.infrastructure.file_store import FileStore, FileTooLarge, StoredFile
from upstream.infrastructure.sealed_file import FileDamaged

MINE = CustomerId(UUID(int=1))
THEIRS = CustomerId(UUID(int=2))
SECRET = "a secret key that is only used by tests"


def store_in(folder: Path, bytes_max: int = FILE_BYTES_MAX) -> FileStore:
    return FileStore(folder / "files", SECRET, bytes_max=bytes_max)


def put(store: FileStore, *parts: bytes, customer_id: CustomerId = MINE) -> StoredFile:
    with store.incoming(customer_id) as incoming:
        for part in parts:
            incoming.write(part)
        return incoming.finish()


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


@pytest.mark.feature("IN-13")
def test_a_file_comes_back_as_it_came(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    content = os.urandom(200_000)
    stored = put(store, content[:7], content[7:150_000], b"", content[150_000:])

    assert stored == StoredFile(hashlib.sha256(content).hexdigest(), len(content))
    with store.open(MINE, stored.sha256) as file:
        assert file.read() == content
        file.seek(131_070)
        assert file.read(5) == content[131_070:131_075]


@given(st.binary(max_size=100), st.integers(0, 110), st.integers(0, 40))
def test_it_can_be_read_from_anywhere(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, offset: int, size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed_file, "FRAME_BYTES", 16)
        store = store_in(tmp_path_factory.mktemp("store"))
        stored = put(store, content)
        with store.open(MINE, stored.sha256) as file:
            file.seek(offset)
            assert file.read(size) == content[offset : offset + size]
            assert file.read() == content[offset + size :]


@pytest.mark.feature("IN-13")
def test_nothing_on_the_disk_is_readable(tmp_path: Path) -> None:
    """Neither for who finds the file nor for other accounts of the machine."""
    put(store_in(tmp_path), b"patient PAT000298 " * 10_000)
    (path,) = kept(tmp_path)

    assert b"PAT000298" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_one_customers_file_opens_with_no_other_key(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    stored = put(store, b"claims")
    put(store, b"claims", customer_id=THEIRS)
    mine, theirs = (
        tmp_path / "files" / str(who) / stored.sha256[:2] / stored.sha256 for who in (MINE, THEIRS)
    )
    theirs.write_bytes(mine.read_bytes())

    with pytest.raises(FileDamaged), store.open(THEIRS, stored.sha256) as file:
        file.read()
    with pytest.raises(FileNotFoundError):
        store.open(CustomerId(UUID(int=3)), stored.sha256)


@pytest.mark.parametrize("cut", [1, 16, 65_552, 131_104])
def test_a_file_that_was_cut_off_does_not_open_quietly(tmp_path: Path, cut: int) -> None:
    store = store_in(tmp_path)
    stored = put(store, bytes(131_072))
    (path,) = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])

    with pytest.raises(FileDamaged), store.open(MINE, stored.sha256) as file:
        file.read()


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    stored = put(store, b"claims")
    (path,) = kept(tmp_path)
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(sealed)

    with pytest.raises(FileDamaged), store.open(MINE, stored.sha256) as file:
        file.read()


@pytest.mark.feature("IN-4")
def test_a_file_beyond_the_limit_is_refused_and_not_kept(tmp_path: Path) -> None:
    store = store_in(tmp_path, bytes_max=10)

    put(store, b"0123456789")
    with pytest.raises(FileTooLarge):
        put(store, b"01234567890")
    assert len(kept(tmp_path)) == 1


def test_what_was_not_finished_is_not_kept(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.incoming(MINE) as incoming:
        incoming.write(b"half")

    assert kept(tmp_path) == []


def test_drafts_of_killed_processes_are_forgotten_after_a_day(tmp_path: Path) -> None:
    drafts = tmp_path / "files" / "incoming"
    drafts.mkdir(parents=True)
    old, young = drafts / "old", drafts / "young"
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (0, time.time() - 2 * 24 * 3600))
    put(store_in(tmp_path), b"claims")

    assert not old.exists()
    assert young.exists()


@pytest.mark.feature("DQ-4")
def test_what_is_destroyed_is_gone_for_its_customer_alone(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    mine, theirs = put(store, b"claims"), put(store, b"claims", customer_id=THEIRS)
    for _ in range(2):
        store.destroy(MINE, mine.sha256)

    with pytest.raises(FileNotFoundError):
        store.open(MINE, mine.sha256)
    with store.open(THEIRS, theirs.sha256) as file:
        assert file.read() == b"claims"
