"""The sections of the settings page as their forms have them: text, percentages, one a line."""

from typing import Final

import msgspec

from upstream.api.pages.frame.amounts import typed_cents
from upstream.domain.drift.severity import Bands
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.personal.kinds import Policy
from upstream.domain.settings.customer_settings import (
    ChangeSettings,
    CustomerSettings,
    SettingInvalid,
)
from upstream.domain.settings.products import Products
from upstream.domain.settings.schedule import Schedule

_CENT: Final = 100


class PersonalForm(msgspec.Struct, frozen=True, kw_only=True):
    """One word a line; `version` is that of the settings the form was made from, as in all."""

    personal_data: Policy
    version: int
    sensitive_words: str = ""

    def wished(self) -> ChangeSettings:
        return ChangeSettings(personal_data=self.personal_data)

    def words(self) -> list[str]:
        return [line for line in self.sensitive_words.splitlines() if line.strip()]


class ProductsForm(msgspec.Struct, frozen=True, kw_only=True):
    """A box that is not ticked is not sent."""

    version: int
    driftwatch: str = ""
    denialscope: str = ""
    delayguard: str = ""
    contractiq: str = ""
    authsignal: str = ""

    def wished(self) -> ChangeSettings:
        names = Products.__struct_fields__
        ticked = {name: bool(getattr(self, name)) for name in names}
        return ChangeSettings(products=Products(**ticked))


class DetectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """Empty: as the product has it. `reset` is the button that empties all."""

    version: int
    report_from: str = ""
    claims_min: str = ""
    baseline_weeks: str = ""
    scan_weeks: str = ""
    half_money: str = ""
    critical: str = ""
    high: str = ""
    medium: str = ""
    reset: str = ""

    def wished(self) -> ChangeSettings:
        """Raises `SettingInvalid`, `AmountUnreadable`."""
        return ChangeSettings(detection=DetectionWishes() if self.reset else self._wishes())

    def _wishes(self) -> DetectionWishes:
        usual = Bands()
        windows = self.scan_weeks.replace(",", " ").split()
        return DetectionWishes(
            report_from_bps=_bps(self.report_from, "report_from_bps"),
            claims_min=_whole(self.claims_min, "claims_min"),
            baseline_weeks=_whole(self.baseline_weeks, "baseline_weeks"),
            scan_weeks=tuple(_number(each, "scan_weeks") for each in windows) or None,
            half_money_cents=typed_cents(self.half_money),
            bands=Bands(
                critical_bps=_or(_bps(self.critical, "bands"), usual.critical_bps),
                high_bps=_or(_bps(self.high, "bands"), usual.high_bps),
                medium_bps=_or(_bps(self.medium, "bands"), usual.medium_bps),
            ),
        )


class ScheduleForm(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    on: str = ""
    weekday: int = 0
    hour: int = 2

    def wished(self) -> ChangeSettings:
        schedule = Schedule(on=bool(self.on), weekday=self.weekday, hour=self.hour)
        return ChangeSettings(schedule=schedule)


class AlertsForm(msgspec.Struct, frozen=True, kw_only=True):
    """One address a line."""

    version: int
    cooldown_hours: str = ""
    contacts: str = ""

    def wished(self) -> ChangeSettings:
        hours = _whole(self.cooldown_hours, "alert_cooldown_minutes", section="")
        lines = tuple(line.strip() for line in self.contacts.splitlines() if line.strip())
        return ChangeSettings(alert_cooldown_minutes=60 * (hours or 0), contacts=lines)


Form = PersonalForm | ProductsForm | DetectionForm | ScheduleForm | AlertsForm


def detection_form(known: CustomerSettings, version: int) -> DetectionForm:
    """A customer's wishes as the form shows them."""
    wishes = known.detection
    money = wishes.half_money_cents
    return DetectionForm(
        version=version,
        report_from=_percent(wishes.report_from_bps),
        claims_min=_said(wishes.claims_min),
        baseline_weeks=_said(wishes.baseline_weeks),
        scan_weeks=", ".join(map(str, wishes.scan_weeks or ())),
        half_money="" if money is None else f"{money / _CENT:.2f}".removesuffix(".00"),
        critical=_percent(wishes.bands.critical_bps),
        high=_percent(wishes.bands.high_bps),
        medium=_percent(wishes.bands.medium_bps),
    )


def _said(number: int | None) -> str:
    return "" if number is None else str(number)


def _percent(bps: int | None) -> str:
    return "" if bps is None else f"{bps / 100:.2f}".rstrip("0").rstrip(".")


def _or(wish: int | None, usual: int) -> int:
    return usual if wish is None else wish


def _bps(percent: str, field: str) -> int | None:
    if not percent.strip():
        return None
    try:
        return round(float(percent) * 100)
    except (ValueError, OverflowError):
        raise SettingInvalid("that is no percentage", field=f"detection.{field}") from None


def _whole(text: str, field: str, *, section: str = "detection.") -> int | None:
    return _number(text, field, section=section) if text.strip() else None


def _number(text: str, field: str, *, section: str = "detection.") -> int:
    try:
        return int(text)
    except ValueError:
        raise SettingInvalid("that is no whole number", field=f"{section}{field}") from None
