"""What everything around signing in needs, put together once per process."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from upstream.infrastructure.access_tokens import AccessTokens
from upstream.infrastructure.database import Database
from upstream.infrastructure.keys import derived, token_keys
from upstream.infrastructure.log import EventLog
from upstream.infrastructure.passwords import Passwords


@dataclass(frozen=True, slots=True)
class Doors:
    log: EventLog
    passwords: Passwords
    tokens: AccessTokens
    bucket_key: bytes
    successor_key: bytes

    @property
    def database(self) -> Database:
        return self.log.database

    def bucket(self, kind: str, value: str) -> bytes:
        """A counter's name that says nothing about the account or address it counts."""
        return hmac.digest(self.bucket_key, f"{kind}:{value}".encode(), sha256)

    def successor(self, refresh_token: str) -> str:
        """The one token that may follow: computable again when an answer got lost, only by us."""
        return hmac.digest(self.successor_key, refresh_token.encode(), sha256).hex()


def open_doors(log: EventLog, *, data: Path, secret_key: str) -> Doors:
    """Raises KeyFileUnsafe where a signing key could be read by others."""
    return Doors(
        log=log,
        passwords=Passwords(),
        tokens=AccessTokens(token_keys(data)),
        bucket_key=derived(secret_key, "sign-in attempts"),
        successor_key=derived(secret_key, "refresh tokens"),
    )
