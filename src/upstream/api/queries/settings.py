"""How a customer has set things up, for those who may know its sensitive words."""

from datetime import datetime

import msgspec
from litestar import Response, get

from upstream.api.access import allowed
from upstream.api.answers import record
from upstream.api.dependencies import AnyRequest, AskedGiven, PartsGiven, PlaceGiven
from upstream.domain.personal.kinds import Policy
from upstream.infrastructure.sealed_words import SealedWords
from upstream.projections.settings.settings_versions import NEEDS, settings_at


class SettingsDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Version 0: the defaults, nobody has changed anything."""

    personal_data: Policy
    sensitive_words: list[str]
    version: int
    changed_at: datetime | None
    changed_by: str | None
    position: int


@get("/settings", operation_id="settings", opt=allowed("settings:read"), sync_to_thread=True)
def settings(
    request: AnyRequest, parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[SettingsDocument]:
    """What becomes of personal data in files, and the customer's own sensitive words."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = settings_at(view)
        sealed = SealedWords(parts.settings.secret_key, place.customer_id)
        document = SettingsDocument(
            personal_data=found.personal_data,
            sensitive_words=[sealed.open(word) for word in found.sensitive_words],
            version=found.version,
            changed_at=found.changed_at,
            changed_by=found.changed_by,
            position=view.position,
        )
        return record(document, view.position, found.version, request.headers)
