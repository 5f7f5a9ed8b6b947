"""Signatures of webhooks as Standard Webhooks 1.0 has them: id, time and body under HMAC-SHA256."""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

_PREFIX: Final = "whsec_"
_BYTES: Final = 32


def new_secret() -> str:
    return _PREFIX + b64encode(secrets.token_bytes(_BYTES)).decode()


def signed_headers(
    delivery_id: UUID, body: bytes, keys: Sequence[str], now: datetime
) -> dict[str, str]:
    """`webhook-id` stays over all attempts; each key that is valid signs."""
    message_id, timestamp = f"msg_{delivery_id.hex}", str(int(now.timestamp()))
    signatures = (signature(message_id, timestamp, body, key) for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def signature(message_id: str, timestamp: str, body: bytes, key: str) -> str:
    content = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.digest(b64decode(key.removeprefix(_PREFIX)), content, sha256)
    return f"v1,{b64encode(digest).decode()}"
