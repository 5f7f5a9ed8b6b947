"""Keys of this installation: signing keys as files nobody else may read, others derived."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FOLDER: Final = "keys"
_FIRST: Final = "token-0001.pem"
_PATTERN: Final = "token-*.pem"


class KeyFileUnsafe(Exception):
    """A key file can be read by others, or is not a key; the text names the file only."""


@dataclass(frozen=True, slots=True)
class TokenKeys:
    """The newest key signs; all of them verify, so a rotation locks nobody out."""

    kid: str
    private: Ed25519PrivateKey
    public: dict[str, Ed25519PublicKey]


def token_keys(data: Path) -> TokenKeys:
    """Keys for access tokens from `data/keys`, made on first use. Raises KeyFileUnsafe.

    Add `token-0002.pem` to rotate: the highest number signs from the next start on.
    """
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(folder.glob(_PATTERN)):
        _create(folder / _FIRST)
    private = [_read(path) for path in sorted(folder.glob(_PATTERN))]
    public = {_kid(key.public_key()): key.public_key() for key in private}
    return TokenKeys(kid=_kid(private[-1].public_key()), private=private[-1], public=public)


def derived(secret_key: str, purpose: str) -> bytes:
    """32 bytes for one purpose from the installation's secret (HKDF, RFC 5869)."""
    return HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret_key.encode())


def _create(path: Path) -> None:
    """Appears complete or not at all; of two processes that start at once the first one wins."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = path.with_name(f".{token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _read(path: Path) -> Ed25519PrivateKey:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        if os.fstat(descriptor).st_mode & 0o077:
            raise KeyFileUnsafe(f"{path}: others may read it; make it 0600")
        pem = file.read()
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except ValueError as broken:
        raise KeyFileUnsafe(f"{path}: this is not a private key") from broken
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileUnsafe(f"{path}: this is not an Ed25519 key")
    return key


def _kid(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes_raw()).hexdigest()[:16]
