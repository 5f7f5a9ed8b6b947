"""How a customer wants things done: changed by sections, against the version that was read."""

from typing import Annotated

import msgspec
from litestar import Response, Router, put
from litestar.params import JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.api.detection_settings import DetectionSettings
from upstream.application.settings import change_settings, give_tier
from upstream.domain.personal.kinds import Policy
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.settings.products import Products
from upstream.domain.settings.quotas import Tier
from upstream.domain.settings.schedule import Schedule
from upstream.domain.settings.sensitive_words import WORDS_MAX

Words = Annotated[list[str], msgspec.Meta(max_length=WORDS_MAX)]


class WantedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section that is left out stays as it stands; one that is there is put in place whole.

    `sensitive_words` are found in any capitals, as whole words; they are stored sealed.
    """

    personal_data: Policy | None = None
    sensitive_words: Words | None = None
    products: Products | None = None
    detection: DetectionSettings | None = None
    schedule: Schedule | None = None
    alert_cooldown_minutes: int | None = None
    contacts: tuple[str, ...] | None = None

    def wished(self) -> ChangeSettings:
        return ChangeSettings(
            personal_data=self.personal_data,
            products=self.products,
            detection=self.detection.wishes() if self.detection else None,
            schedule=self.schedule,
            alert_cooldown_minutes=self.alert_cooldown_minutes,
            contacts=self.contacts,
        )


@put(
    "/settings",
    operation_id="settings.change",
    opt=allowed("settings:write", command="settings.change"),
    status_code=201,
    sync_to_thread=True,
)
def change(
    data: JSONBody[WantedSettings], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Put these settings in place; uploads accepted and runs started before keep theirs."""
    return done(
        change_settings(
            parts.log,
            parts.settings.secret_key,
            context,
            data.wished(),
            sensitive_words=data.sensitive_words,
            expected_version=version,
        )
    )


class WantedTier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the customer may use of the installation."""

    tier: Tier


@put(
    "/tier",
    operation_id="settings.give_tier",
    opt=allowed("tier:write", command="settings.give_tier"),
    status_code=201,
    sync_to_thread=True,
)
def put_into_tier(
    data: JSONBody[WantedTier], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Put the customer into a service tier; for platform administrators, with a reason.

    What a smaller tier no longer includes stays until it is next changed.
    """
    return done(give_tier(parts.log, context, data.tier, expected_version=version))


settings_commands = Router("/", route_handlers=[change, put_into_tier])
