"""Signing keys are files nobody else may read; a new one takes over without locking anybody out."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from upstream.infrastructure.access_tokens import AccessTokens, TokenRefused
from upstream.infrastructure.keys import KeyFileUnsafe, TokenKeys, derived, token_keys


def pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def put(path: Path, content: bytes, mode: int = 0o600) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def test_the_first_key_is_made_once_and_kept(tmp_path: Path) -> None:
    assert token_keys(tmp_path).kid == token_keys(tmp_path).kid
    (file,) = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: list[TokenKeys] = []
    threads = [Thread(target=lambda: found.append(token_keys(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len({keys.kid for keys in found}) == 1


def test_the_newest_key_signs_and_the_older_still_verifies(tmp_path: Path) -> None:
    before = AccessTokens(token_keys(tmp_path))
    anna, ben = uuid4(), uuid4()
    old = before.issue(anna, uuid4(), datetime.now(UTC))
    put(tmp_path / "keys" / "token-0002.pem", pem(Ed25519PrivateKey.generate()))

    after = AccessTokens(token_keys(tmp_path))
    new = after.issue(ben, uuid4(), datetime.now(UTC))

    assert after.verified(old).sub == anna
    assert after.verified(new).sub == ben
    with pytest.raises(TokenRefused):
        before.verified(new)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_others_may_read_stops_the_start(tmp_path: Path, mode: int) -> None:
    put(tmp_path / "keys" / "token-0001.pem", pem(Ed25519PrivateKey.generate()), mode)
    with pytest.raises(KeyFileUnsafe, match=r"token-0001\.pem"):
        token_keys(tmp_path)


def test_what_is_no_ed25519_key_stops_the_start(tmp_path: Path) -> None:
    for content in (b"not a key", pem(X25519PrivateKey.generate())):
        put(tmp_path / "keys" / "token-0001.pem", content)
        with pytest.raises(KeyFileUnsafe) as refused:
            token_keys(tmp_path)
        assert "BEGIN" not in str(refused.value)


def test_a_key_file_is_not_followed_elsewhere(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere.pem", pem(Ed25519PrivateKey.generate()))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "token-0001.pem").symlink_to(tmp_path / "elsewhere.pem")
    with pytest.raises(OSError, match="symbolic"):
        token_keys(tmp_path)


def test_each_purpose_has_its_own_key() -> None:
    secret = "s" * 32
    assert derived(secret, "cursors") == derived(secret, "cursors")
    assert derived(secret, "cursors") != derived(secret, "refresh tokens")
    assert derived(secret, "cursors") != derived("t" * 32, "cursors")
