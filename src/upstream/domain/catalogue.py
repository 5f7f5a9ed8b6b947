"""Every event class there is, by its storage tag. An event that is not here cannot be stored."""

from typing import cast

from upstream.domain.claims.events import (
    ClaimCorrected,
    ClaimDecided,
    ClaimOutcomeChanged,
    ClaimRecorded,
)
from upstream.domain.messages import Event

EVENTS: tuple[type[Event], ...] = (
    ClaimRecorded,
    ClaimDecided,
    ClaimOutcomeChanged,
    ClaimCorrected,
)


def tag_of(event: type[Event]) -> str:
    return cast("str", event.__struct_config__.tag)


BY_TAG: dict[str, type[Event]] = {tag_of(event): event for event in EVENTS}
