"""The terms of an alert rule as a form has them: percentages, hours, one name a line."""

from collections.abc import Sequence
from datetime import time
from typing import Final
from uuid import UUID

import msgspec

from upstream.api.pages.frame.amounts import cents, typed_cents
from upstream.domain.alerts.refusals import AlertRuleInvalid
from upstream.domain.alerts.terms import QuietHours, RuleTerms
from upstream.domain.drift.settings import Kind
from upstream.projections.alerts.list_rules import AlertRuleRow

_MINUTES_AN_HOUR: Final = 60
_HOURS_MAX: Final = 1_000


class RuleForm(msgspec.Struct, frozen=True, kw_only=True):
    """An empty field means any, or never. `version` is that of the rule the form was made from."""

    name: str = ""
    version: int = 0
    product: str = ""
    kind: Kind | str = ""
    severity_min: str = "40"
    confidence_min: str = "50"
    dollars_at_risk_min: str = "0"
    payers: str = ""
    cpt_groups: str = ""
    channels: str | list[str] = ""
    quiet_begin: str = ""
    quiet_end: str = ""
    weekends: str = ""
    cooldown_hours: str = "4"
    learns: str = ""
    escalate_after_hours: str = ""
    escalation_channels: str | list[str] = ""

    def terms(self) -> RuleTerms:
        """Raises `AlertRuleInvalid`, `AmountUnreadable`."""
        escalate = _minutes(self.escalate_after_hours, "escalate_after_minutes")
        return RuleTerms(
            name=self.name,
            severity_min_bps=_bps(self.severity_min, "severity_min_bps"),
            confidence_min_bps=_bps(self.confidence_min, "confidence_min_bps"),
            at_risk_min_cents=typed_cents(self.dollars_at_risk_min) or 0,
            product=self.product or None,
            kind=_kind(self.kind),
            payers=tuple(self.payers.splitlines()),
            cpt_groups=tuple(self.cpt_groups.splitlines()),
            channels=_ids(self.channels, "channels"),
            quiet_hours=self._quiet_hours(),
            cooldown_minutes=_minutes(self.cooldown_hours, "cooldown_minutes") or 0,
            learns=bool(self.learns),
            escalate_after_minutes=escalate,
            escalation_channels=_ids(self.escalation_channels, "escalation_channels"),
        )

    def _quiet_hours(self) -> QuietHours | None:
        if not self.quiet_begin and not self.quiet_end:
            return None
        return QuietHours(
            begin_minute=_minute(self.quiet_begin),
            end_minute=_minute(self.quiet_end),
            weekends=bool(self.weekends),
        )


NEW: Final = RuleForm(learns="true")


def form_of(rule: AlertRuleRow) -> RuleForm:
    """A rule as its form shows it."""
    quiet, escalate = rule.quiet_hours, rule.escalate_after_minutes
    return RuleForm(
        name=rule.name,
        version=rule.version,
        product=rule.product or "",
        kind=rule.kind or "",
        severity_min=_plain(rule.severity_min * 100),
        confidence_min=_plain(rule.confidence_min * 100),
        dollars_at_risk_min=_plain(cents(rule.dollars_at_risk_min) / 100),
        payers="\n".join(rule.payers),
        cpt_groups="\n".join(rule.cpt_groups),
        channels=[str(each) for each in rule.channels],
        quiet_begin=_clock(quiet.begin_minute) if quiet else "",
        quiet_end=_clock(quiet.end_minute) if quiet else "",
        weekends="true" if quiet and quiet.weekends else "",
        cooldown_hours=_plain(rule.cooldown_minutes / _MINUTES_AN_HOUR),
        learns="true" if rule.learns else "",
        escalate_after_hours=_plain(escalate / _MINUTES_AN_HOUR) if escalate else "",
        escalation_channels=[str(each) for each in rule.escalation_channels],
    )


def chosen(ids: str | Sequence[str]) -> frozenset[str]:
    """One value comes as text, several as a list."""
    return frozenset({ids} if isinstance(ids, str) else ids)


def _bps(percent: str, field: str) -> int:
    number = _number(percent, field)
    if not 0 <= number <= 100:
        raise AlertRuleInvalid("a share lies between 0 and 100 %", field=field)
    return round(number * 100)


def _minutes(hours: str, field: str) -> int | None:
    if not hours.strip():
        return None
    number = _number(hours, field)
    if not 0 <= number <= _HOURS_MAX:
        raise AlertRuleInvalid("that many hours make no sense", field=field)
    return round(number * _MINUTES_AN_HOUR)


def _number(text: str, field: str) -> float:
    try:
        return float(text.strip())
    except ValueError:
        raise AlertRuleInvalid("that is no number", field=field) from None


def _minute(clock: str) -> int:
    try:
        told = time.fromisoformat(clock)
    except ValueError:
        detail = "quiet hours have a beginning and an end"
        raise AlertRuleInvalid(detail, field="quiet_hours") from None
    return told.hour * _MINUTES_AN_HOUR + told.minute


def _clock(minute: int) -> str:
    return f"{minute // _MINUTES_AN_HOUR:02}:{minute % _MINUTES_AN_HOUR:02}"


def _kind(text: str) -> Kind | None:
    try:
        return msgspec.convert(text, Kind) if text else None
    except msgspec.ValidationError:
        raise AlertRuleInvalid("there is no such kind of change", field="kind") from None


def _ids(told: str | Sequence[str], field: str) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(each) for each in sorted(chosen(told)) if each)
    except ValueError:
        raise AlertRuleInvalid("there is no such channel", field=field) from None


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
