"""Words sealed so that only this installation reads them, and equal ones can be told to be equal.

AES-SIV (RFC 5297) under a key of the customer's own; the customer is authenticated with it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from upstream.domain.units import CustomerId
from upstream.infrastructure.keys import derived

_MARK: Final = "sealed:"


class SealedWords:
    """Seals and opens the words of one customer."""

    def __init__(self, secret_key: str, customer_id: CustomerId) -> None:
        self._cipher = AESSIV(derived(secret_key, f"sensitive words of {customer_id}"))
        self._about = [customer_id.bytes]

    def seal(self, word: str) -> str:
        return _MARK + urlsafe_b64encode(self._cipher.encrypt(word.encode(), self._about)).decode()

    def open(self, sealed: str) -> str:
        """Raises `cryptography.exceptions.InvalidTag` for what another key has sealed."""
        raw = urlsafe_b64decode(sealed.removeprefix(_MARK))
        return self._cipher.decrypt(raw, self._about).decode()
