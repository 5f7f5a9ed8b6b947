"""What the settings page shows: each section as it stands, or as it was typed and refused."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from upstream.api.charts import wording
from upstream.api.pages.frame.pieces import Option
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.settings.settings_forms import (
    AlertsForm,
    DetectionForm,
    Form,
    PersonalForm,
    ProductsForm,
    ScheduleForm,
    detection_form,
)
from upstream.application.settings import settings_stream
from upstream.domain.drift.driftwatch.defaults import DEFAULTS
from upstream.domain.personal.kinds import Policy
from upstream.domain.settings.customer_settings import CustomerSettings
from upstream.domain.settings.products import Products
from upstream.domain.settings.schedule import WEEKDAYS, Schedule, next_slot
from upstream.infrastructure.sealed_words import SealedWords
from upstream.projections.settings.settings_versions import SettingsRow

_POLICIES: Final[tuple[tuple[Policy, str], ...]] = (
    ("mask", "Put a mask such as [SSN] in its place and record the row"),
    ("quarantine", "Hold the whole file back until somebody who may do so releases it"),
    ("refuse", "Refuse the row, and files that bring such columns"),
)
_PRODUCTS: Final = (
    ("driftwatch", "DriftWatch: denial rates, days to decision and allowed amounts"),
    ("denialscope", "DenialScope: reasons of denial that spread, or are new"),
    ("delayguard", "DelayGuard: payers that decide later, or stop deciding"),
    ("contractiq", "ContractIQ: payments below the contract"),
    ("authsignal", "AuthSignal: procedures that begin to need an authorization"),
)


class SettingsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`problem` is told beside the section `wrong`, or `saved` beside the one that was."""

    action: str
    policies: tuple[Option, ...]
    words: str
    products: tuple[Option, ...]
    detection: DetectionForm
    usual: DetectionForm
    """What an empty field of detection means."""
    schedule_on: bool
    weekdays: tuple[Option, ...]
    hours: tuple[Option, ...]
    next_run_said: str
    cooldown_hours: str
    contacts: str
    version: int
    changed_said: str
    may_change: bool
    audit_href: str | None
    saved: bool = False
    problem: str | None = None


def page_of(
    visit: Visit,
    known: SettingsRow,
    *,
    typed: Form | None = None,
    problem: str | None = None,
    saved: bool = False,
) -> SettingsPage:
    """`typed` takes the place of what is known: what was typed stays where it is refused."""
    standing = _standing(visit, known)
    forms = [typed if isinstance(typed, type(form)) else form for form in standing]
    personal, products, detection, schedule, alerts = forms
    assert isinstance(personal, PersonalForm)
    assert isinstance(detection, DetectionForm)
    assert isinstance(schedule, ScheduleForm)
    assert isinstance(alerts, AlertsForm)
    looks_back = visit.may("audit:read") and known.version > 0
    return SettingsPage(
        action=visit.path("settings"),
        policies=_options(_POLICIES, {personal.personal_data}),
        words=personal.sensitive_words,
        products=_options(_PRODUCTS, {name for name, _ in _PRODUCTS if getattr(products, name)}),
        detection=detection,
        usual=_USUAL,
        schedule_on=bool(schedule.on),
        weekdays=_options(
            [(str(place), name) for place, name in enumerate(WEEKDAYS)], {str(schedule.weekday)}
        ),
        hours=_options([(str(h), f"{h:02}:00") for h in range(24)], {str(schedule.hour)}),
        next_run_said=next_run_said(known.settings.schedule, visit.zone),
        cooldown_hours=alerts.cooldown_hours,
        contacts=alerts.contacts,
        version=known.version,
        changed_said=_changed_said(visit, known),
        may_change=visit.may("settings:write"),
        audit_href=visit.path("audit", "settings", settings_stream(visit.customer_id))
        if looks_back
        else None,
        saved=saved,
        problem=problem,
    )


def next_run_said(schedule: Schedule, zone: str) -> str:
    if not schedule.on:
        return "Nothing runs by itself."
    at = next_slot(schedule, ZoneInfo(zone), datetime.now(UTC)).at
    return f"Next: {wording.moment(at, zone)}."


_USUAL: Final = msgspec.structs.replace(
    detection_form(CustomerSettings(), 0),
    report_from=str(DEFAULTS.report_from_bps // 100),
    claims_min=str(DEFAULTS.claims_min),
    baseline_weeks=str(DEFAULTS.baseline_weeks),
    scan_weeks=", ".join(map(str, DEFAULTS.scan_weeks)),
    half_money=f"{DEFAULTS.half_money_cents // 100:,}",
)


def _standing(visit: Visit, known: SettingsRow) -> tuple[Form, ...]:
    settings, version = known.settings, known.version
    sealed = SealedWords(visit.parts.settings.secret_key, visit.customer_id)
    schedule = settings.schedule
    hours = settings.alert_cooldown_minutes / 60
    return (
        PersonalForm(
            version=version,
            personal_data=settings.personal_data,
            sensitive_words="\n".join(sealed.open(word) for word in settings.sensitive_words),
        ),
        ProductsForm(
            version=version,
            **{name: _tick(settings.products.is_on(name)) for name in Products.__struct_fields__},
        ),
        detection_form(settings, version),
        ScheduleForm(
            version=version,
            on=_tick(schedule.on),
            weekday=schedule.weekday,
            hour=schedule.hour,
        ),
        AlertsForm(
            version=version, cooldown_hours=f"{hours:g}", contacts="\n".join(settings.contacts)
        ),
    )


def _tick(on: bool) -> str:
    return "true" if on else ""


def _options(known: Iterable[tuple[str, str]], chosen: set[str]) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=label, chosen=value in chosen) for value, label in known)


def _changed_said(visit: Visit, known: SettingsRow) -> str:
    if known.changed_by is None:
        return "Nobody has changed these settings yet."
    return f"Last changed by {visit.names([known.changed_by])[known.changed_by]}."
