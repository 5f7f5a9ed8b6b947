"""How long to wait before the next attempt: exponential, with jitter that is always the same."""

from hashlib import sha256
from uuid import UUID

import msgspec


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """The first wait, by how much each following one is longer, the longest, and how often."""

    first_seconds: float = 5.0
    factor: float = 4.0
    longest_seconds: float = 12 * 3600.0
    attempts_max: int = 10
    """5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 6 h, 12 h, 12 h: a receiver may be away for a day."""

    def wait_seconds(self, delivery_id: UUID, attempt: int) -> float:
        """After the `attempt`-th failure: between three and five quarters of the plain wait.

        The jitter follows from the attempt alone, so that it can be told beforehand, and many
        deliveries that failed together do not come back together.
        """
        plain = min(self.first_seconds * self.factor ** (attempt - 1), self.longest_seconds)
        digest = sha256(delivery_id.bytes + attempt.to_bytes(4, "big")).digest()
        share = int.from_bytes(digest[:4], "big") / 2**32
        return plain * (0.75 + 0.5 * share)
