"""How a customer has set things up, for those who may know its sensitive words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get

from upstream.api.access import allowed
from upstream.api.answers import record
from upstream.api.dependencies import AnyRequest, AskedGiven, PartsGiven, PlaceGiven
from upstream.api.detection_settings import DetectionSettings
from upstream.domain.personal.kinds import Policy
from upstream.domain.settings.products import Products
from upstream.domain.settings.quotas import QUOTAS, Quota, Tier
from upstream.domain.settings.schedule import Schedule, next_slot
from upstream.infrastructure.sealed_words import SealedWords
from upstream.projections.settings.settings_versions import NEEDS, settings_at


class SettingsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Version 0: the defaults, nobody has changed anything.

    `next_run_at` is when detection looks next, by these settings; `quota` what the tier includes.
    """

    personal_data: Policy
    sensitive_words: list[str]
    products: Products
    detection: DetectionSettings
    schedule: Schedule
    next_run_at: datetime | None
    alert_cooldown_minutes: int
    contacts: tuple[str, ...]
    tier: Tier
    quota: Quota
    version: int
    changed_at: datetime | None
    changed_by: str | None
    position: int


@get("/settings", operation_id="settings", opt=allowed("settings:read"), sync_to_thread=True)
def settings(
    request: AnyRequest, parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[SettingsDocument]:
    """Products, detection and its schedule, personal data in files, whom to turn to."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = settings_at(view)
        known = found.settings
        sealed = SealedWords(parts.settings.secret_key, place.customer_id)
        document = SettingsDocument(
            personal_data=known.personal_data,
            sensitive_words=[sealed.open(word) for word in known.sensitive_words],
            products=known.products,
            detection=DetectionSettings.of(known.detection),
            schedule=known.schedule,
            next_run_at=next_run_at(known.schedule, place.time_zone),
            alert_cooldown_minutes=known.alert_cooldown_minutes,
            contacts=known.contacts,
            tier=known.tier,
            quota=QUOTAS[known.tier],
            version=found.version,
            changed_at=found.changed_at,
            changed_by=found.changed_by,
            position=view.position,
        )
        return record(document, view.position, found.version, request.headers)


def next_run_at(schedule: Schedule, time_zone: str) -> datetime | None:
    """None where it is off."""
    if not schedule.on:
        return None
    return next_slot(schedule, ZoneInfo(time_zone), datetime.now(UTC)).at
