"""How much of the installation a customer may use, by its service tier."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from upstream.domain.messages import Refusal

Tier = Literal["trial", "standard", "enterprise"]


class QuotaExceeded(Refusal):
    """`quota` names it, `most` is what the customer's tier includes."""

    code = "quota.exceeded"


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """What one customer may ask of the installation at once."""

    backfill_weeks: int
    """Weeks one backfill looks at again."""
    contacts: int
    """People who may be written to."""


QUOTAS: Final[Mapping[Tier, Quota]] = {
    # Enough to see a quarter of one's own past and decide.
    "trial": Quota(backfill_weeks=13, contacts=2),
    # Two years: what a remittance archive holds, and all that a forecast learns from.
    "standard": Quota(backfill_weeks=104, contacts=10),
    # A decade: a merger's files, taken in at once.
    "enterprise": Quota(backfill_weeks=520, contacts=50),
}


def refuse_more(quota: str, wanted: int, most: int) -> None:
    """Raises `QuotaExceeded`."""
    if wanted > most:
        raise QuotaExceeded(f"this tier includes at most {most}", quota=quota, most=most)
