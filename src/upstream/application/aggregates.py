"""Every kind of aggregate with its decider: how to fold whatever stream the audit asks about."""

from collections.abc import Iterable
from types import UnionType
from typing import Any, get_args

from upstream.domain.alerts.alert import decider as alert
from upstream.domain.alerts.events import (
    AlertEvent,
    AlertLaneEvent,
    AlertLessonEvent,
    AlertRuleEvent,
)
from upstream.domain.alerts.lane import decider as alert_lane
from upstream.domain.alerts.lesson import decider as alert_lesson
from upstream.domain.alerts.maintenance import decider as maintenance
from upstream.domain.alerts.maintenance_events import (
    MaintenanceEvent,
)
from upstream.domain.alerts.rule import decider as alert_rule
from upstream.domain.catalogue import tag_of
from upstream.domain.claims.claim import decider as claim
from upstream.domain.claims.events import ClaimEvent
from upstream.domain.contracts.contract import decider as contract
from upstream.domain.contracts.events import ContractEvent
from upstream.domain.decider import Decider
from upstream.domain.deliveries.channel import decider as channel
from upstream.domain.deliveries.delivery import decider as delivery
from upstream.domain.deliveries.events import ChannelEvent, DeliveryEvent
from upstream.domain.drift.backfill import BackfillEvent
from upstream.domain.drift.backfill import decider as drift_backfill
from upstream.domain.drift.events import DriftRunEvent, FindingEvent, WatchAdvanced
from upstream.domain.drift.finding import decider as finding
from upstream.domain.drift.run import decider as drift_run
from upstream.domain.drift.watch import decider as watch
from upstream.domain.identity.customer import decider as customer
from upstream.domain.identity.events import (
    CustomerRegistered,
    MembershipEvent,
    PersonRegistered,
    SessionEvent,
)
from upstream.domain.identity.member import decider as member
from upstream.domain.identity.person import decider as person
from upstream.domain.identity.session import decider as session
from upstream.domain.judgments.events import JudgmentEvent
from upstream.domain.judgments.judgment import decider as judgment
from upstream.domain.mappings.cpt_groups import decider as cpt_groups
from upstream.domain.mappings.events import CptGroupEvent, HeaderMappingEvent, PayerNameEvent
from upstream.domain.mappings.header_mapping import decider as header_mapping
from upstream.domain.mappings.payer_names import decider as payer_names
from upstream.domain.messages import Event
from upstream.domain.quality.assessing import decider as quality_assessment
from upstream.domain.quality.events import UploadQualityAssessed, ValidationRuleEvent
from upstream.domain.quality.validation_rule import decider as validation_rule
from upstream.domain.remittances.events import RemittanceEvent
from upstream.domain.remittances.remittance import decider as remittance
from upstream.domain.settings.customer_settings import SettingsEvent
from upstream.domain.settings.customer_settings import decider as settings
from upstream.domain.uploads.downloads import FileDownloaded
from upstream.domain.uploads.downloads import decider as upload_file
from upstream.domain.uploads.events import UploadEvent
from upstream.domain.uploads.upload import decider as upload
from upstream.domain.worklist.events import PayerClockSet
from upstream.domain.worklist.payer_clock import decider as payer_clock

AnyDecider = Decider[Any, Any, Any]

_AGGREGATES: tuple[tuple[AnyDecider, UnionType | type[Event]], ...] = (
    (claim, ClaimEvent),
    (upload, UploadEvent),
    (upload_file, FileDownloaded),
    (drift_run, DriftRunEvent),
    (drift_backfill, BackfillEvent),
    (finding, FindingEvent),
    (watch, WatchAdvanced),
    (alert_rule, AlertRuleEvent),
    (alert, AlertEvent),
    (alert_lane, AlertLaneEvent),
    (alert_lesson, AlertLessonEvent),
    (maintenance, MaintenanceEvent),
    (channel, ChannelEvent),
    (delivery, DeliveryEvent),
    (judgment, JudgmentEvent),
    (remittance, RemittanceEvent),
    (validation_rule, ValidationRuleEvent),
    (quality_assessment, UploadQualityAssessed),
    (customer, CustomerRegistered),
    (person, PersonRegistered),
    (member, MembershipEvent),
    (session, SessionEvent),
    (settings, SettingsEvent),
    (payer_names, PayerNameEvent),
    (cpt_groups, CptGroupEvent),
    (header_mapping, HeaderMappingEvent),
    (contract, ContractEvent),
    (payer_clock, PayerClockSet),
)


def _members(union: UnionType | type[Event]) -> Iterable[type[Event]]:
    return get_args(union) or (union,)


_BY_TAG: dict[str, AnyDecider] = {
    tag_of(event): decider for decider, union in _AGGREGATES for event in _members(union)
}

KINDS: frozenset[str] = frozenset(decider.kind for decider, _ in _AGGREGATES)


def decider_for(tag: str) -> AnyDecider | None:
    """The decider whose stream an event with this tag is in; None for a fact that stands alone."""
    return _BY_TAG.get(tag)


def kind_of(tag: str) -> str:
    """`alert`, `upload`, …; for a fact that stands alone the feature it belongs to."""
    decider = _BY_TAG.get(tag)
    return decider.kind if decider else tag.split(".", 1)[0]
