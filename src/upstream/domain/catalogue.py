"""Every event class there is, by its storage tag. An event that is not here cannot be stored."""

from types import UnionType
from typing import cast, get_args

from upstream.domain.alerts.events import (
    AlertEvent,
    AlertLaneEvent,
    AlertLessonEvent,
    AlertRuleEvent,
)
from upstream.domain.alerts.maintenance_events import (
    MaintenanceEvent,
)
from upstream.domain.claims.events import ClaimEvent
from upstream.domain.contracts.events import ContractEvent
from upstream.domain.deliveries.events import ChannelEvent, DeliveryEvent
from upstream.domain.drift.backfill import BackfillEvent
from upstream.domain.drift.events import DriftRunEvent, FindingEvent, WatchAdvanced
from upstream.domain.identity.events import IdentityEvent
from upstream.domain.judgments.events import JudgmentEvent
from upstream.domain.mappings.events import MappingEvent
from upstream.domain.messages import Event
from upstream.domain.quality.events import UploadQualityAssessed, ValidationRuleEvent
from upstream.domain.remittances.events import RemittanceEvent
from upstream.domain.settings.customer_settings import SettingsEvent
from upstream.domain.uploads.downloads import FileDownloaded
from upstream.domain.uploads.events import UploadEvent
from upstream.domain.worklist.events import PayerClockSet


def _all_of(union: UnionType) -> tuple[type[Event], ...]:
    return get_args(union)


EVENTS: tuple[type[Event], ...] = (
    *_all_of(UploadEvent),
    FileDownloaded,
    *_all_of(ClaimEvent),
    *_all_of(DriftRunEvent),
    *_all_of(FindingEvent),
    WatchAdvanced,
    *_all_of(BackfillEvent),
    *_all_of(AlertRuleEvent),
    *_all_of(AlertEvent),
    *_all_of(AlertLaneEvent),
    *_all_of(AlertLessonEvent),
    *_all_of(MaintenanceEvent),
    *_all_of(ChannelEvent),
    *_all_of(DeliveryEvent),
    *_all_of(JudgmentEvent),
    *_all_of(RemittanceEvent),
    *_all_of(ValidationRuleEvent),
    UploadQualityAssessed,
    *_all_of(IdentityEvent),
    *_all_of(SettingsEvent),
    *_all_of(MappingEvent),
    *_all_of(ContractEvent),
    PayerClockSet,
)


def tag_of(event: type[Event]) -> str:
    return cast("str", event.__struct_config__.tag)


BY_TAG: dict[str, type[Event]] = {tag_of(event): event for event in EVENTS}
