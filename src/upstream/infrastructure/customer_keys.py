"""Keys of one customer each, derived from the installation's secret (HKDF, RFC 5869)."""

from upstream.domain.units import CustomerId
from upstream.infrastructure.keys import derived


def pseudonym_key(secret_key: str, customer_id: CustomerId) -> bytes:
    """Under which this customer's patient references become pseudonyms."""
    return derived(secret_key, f"patient pseudonyms of {customer_id}")
