"""Who asks for what, for which customer, when and why: handed along, never ambient."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from upstream.domain.units import CustomerId

REASON_CHARACTERS_MAX: Final = 500


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a commit remembers about its cause. `now` is an aware UTC instant."""

    customer_id: CustomerId
    actor: str
    """`person:<uuid>`, `service:<name>`, `cli:<login>` or `system:<process>`."""
    command: str
    """Storage-stable name of the use case, e.g. `alerts.acknowledge`."""
    now: datetime
    correlation_id: UUID
    causation_id: UUID | None = None
    request_id: str | None = None
    on_behalf_of: str | None = None
    reason: str | None = None
    address: str | None = None
    client: str | None = None
    idempotency_key: str | None = None
    """Already scoped by principal and route: unique per customer."""
    request_hash: bytes | None = None
    """SHA-256 of the request body, so that the same key with another body is refused."""


def reason_in(said: str) -> str:
    """What somebody gave as a reason, as a commit keeps it; empty where nothing can be read."""
    readable = "".join(each for each in said if each.isprintable() or each.isspace())
    return " ".join(readable.split())[:REASON_CHARACTERS_MAX].rstrip()
