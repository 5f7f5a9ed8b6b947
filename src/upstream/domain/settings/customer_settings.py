"""A customer's settings: one set, changed section by section, each change with what was before."""

from collections.abc import Iterator
from typing import Final

import msgspec

from upstream.domain.decider import Decider
from upstream.domain.drift import wishes
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.messages import Command, Event, Refusal
from upstream.domain.personal.kinds import Policy
from upstream.domain.settings.products import Products
from upstream.domain.settings.quotas import QUOTAS, Tier, refuse_more
from upstream.domain.settings.schedule import Schedule
from upstream.domain.settings.sensitive_words import SealedWord

COOLDOWN_MINUTES_MAX: Final = 30 * 24 * 60
"""A month: whoever wants to hear less often than that wants the rule off."""


class SettingInvalid(Refusal):
    """`field` is where it stands, such as `detection.scan_weeks`."""

    code = "settings.invalid"


class CustomerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The defaults are what everybody starts with."""

    personal_data: Policy = "mask"
    """Claims go in, and nobody's name does; the other two cost a person's time for every row."""
    sensitive_words: tuple[SealedWord, ...] = ()
    products: Products = Products()
    detection: DetectionWishes = DetectionWishes()
    schedule: Schedule = Schedule()
    alert_cooldown_minutes: int = 0
    """Between two alerts of one lane at least, whatever their rule says. Zero: rules know best."""
    contacts: tuple[str, ...] = ()
    """E-mail addresses of those who answer for the customer: whom an operator turns to."""
    tier: Tier = "standard"


class SettingsChanged(Event, tag="settings.changed.v1"):
    before: CustomerSettings
    after: CustomerSettings


class TierGiven(Event, tag="settings.tier_given.v1"):
    """The platform put the customer into another service tier; nothing else is different."""

    before: CustomerSettings
    after: CustomerSettings


SettingsEvent = SettingsChanged | TierGiven


class ChangeSettings(Command):
    """A section that is None stays as it stands."""

    personal_data: Policy | None = None
    sensitive_words: tuple[SealedWord, ...] | None = None
    products: Products | None = None
    detection: DetectionWishes | None = None
    schedule: Schedule | None = None
    alert_cooldown_minutes: int | None = None
    contacts: tuple[str, ...] | None = None


class GiveTier(Command):
    """Of the platform, never of the customer: what it may use of the installation."""

    tier: Tier


SettingsCommand = ChangeSettings | GiveTier


def decide(command: SettingsCommand, settings: CustomerSettings) -> tuple[SettingsEvent, ...]:
    """Raises `SettingInvalid`, `QuotaExceeded`."""
    match command:
        case ChangeSettings():
            return _change(command, settings)
        case GiveTier(tier=tier):
            return _give(tier, settings)


def _give(tier: Tier, settings: CustomerSettings) -> tuple[TierGiven, ...]:
    """What a smaller tier no longer includes stays until it is next changed."""
    given = msgspec.structs.replace(settings, tier=tier)
    return () if given == settings else (TierGiven(before=settings, after=given),)


def _change(command: ChangeSettings, settings: CustomerSettings) -> tuple[SettingsChanged, ...]:
    wished = msgspec.structs.asdict(command)
    wanted = msgspec.structs.replace(
        settings, **{name: wish for name, wish in wished.items() if wish is not None}
    )
    wanted = msgspec.structs.replace(wanted, detection=wishes.tidied(wanted.detection))
    for field, detail in _faults(wanted):
        raise SettingInvalid(detail, field=field)
    if command.contacts is not None:
        refuse_more("contacts", len(wanted.contacts), QUOTAS[wanted.tier].contacts)
    return () if wanted == settings else (SettingsChanged(before=settings, after=wanted),)


def _faults(wanted: CustomerSettings) -> Iterator[tuple[str, str]]:
    for field, detail in wishes.faults(wanted.detection):
        yield f"detection.{field}", detail
    if not 0 <= wanted.schedule.weekday <= 6:
        yield "schedule.weekday", "a weekday is 0 for Monday to 6 for Sunday"
    if not 0 <= wanted.schedule.hour <= 23:
        yield "schedule.hour", "an hour is 0 to 23"
    if not 0 <= wanted.alert_cooldown_minutes <= COOLDOWN_MINUTES_MAX:
        yield "alert_cooldown_minutes", "a cooldown lasts at most 30 days"


def evolve(_: CustomerSettings, event: SettingsEvent) -> CustomerSettings:
    return event.after


decider: Decider[SettingsCommand, CustomerSettings, SettingsEvent] = Decider(
    "settings", CustomerSettings(), decide, evolve
)
