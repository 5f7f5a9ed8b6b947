"""Secrets of channels, sealed with AES-256-GCM under a key of the customer's own."""

import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, text

from upstream.domain.units import CustomerId
from upstream.infrastructure.keys import derived

_NONCE_BYTES: Final = 12
_KEEP = text(
    "INSERT INTO channel_secrets (customer_id, secret_id, sealed)"
    " VALUES (:customer_id, :secret_id, :sealed) ON CONFLICT DO NOTHING"
)
_FIND = text(
    "SELECT sealed FROM channel_secrets WHERE customer_id = :customer_id AND secret_id = :secret_id"
)


class SecretLost(Exception):
    """It was sealed with another installation's key, or it is not there."""


class ChannelSecrets:
    """`secret_key` is the installation's; without it the table is noise."""

    def __init__(self, secret_key: str) -> None:
        self._secret_key = secret_key

    def keep(
        self, connection: Connection, customer_id: CustomerId, secret_id: UUID, plain: str
    ) -> None:
        """Seal it in the running transaction."""
        nonce = os.urandom(_NONCE_BYTES)
        cipher = self._cipher(customer_id)
        sealed = nonce + cipher.encrypt(nonce, plain.encode(), secret_id.bytes)
        row = {"customer_id": customer_id, "secret_id": secret_id, "sealed": sealed}
        connection.execute(_KEEP, row)

    def opened(self, connection: Connection, customer_id: CustomerId, secret_id: UUID) -> str:
        """Raises `SecretLost`."""
        asked = {"customer_id": customer_id, "secret_id": secret_id}
        sealed = connection.execute(_FIND, asked).scalar_one_or_none()
        if sealed is None:
            raise SecretLost
        nonce, rest = bytes(sealed[:_NONCE_BYTES]), bytes(sealed[_NONCE_BYTES:])
        try:
            return self._cipher(customer_id).decrypt(nonce, rest, secret_id.bytes).decode()
        except InvalidTag as damage:
            raise SecretLost from damage

    def _cipher(self, customer_id: CustomerId) -> AESGCM:
        return AESGCM(derived(self._secret_key, f"channel secrets of {customer_id}"))
