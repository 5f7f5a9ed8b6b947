"""What a simulated year is drawn from: payers, procedures, reasons, remittance days, holidays."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal

from upstream.domain.drift.holidays import federal_holidays

Remits = Literal["weekdays", "tuesday_thursday", "weekly", "fortnightly"]

WEEKS: Final = 50
DAYS: Final = 7 * WEEKS

PAYERS: Final = (
    "Northwind Health",
    "Medicare",
    "Harbor Mutual",
    "State Medicaid",
    "Cedar Plans",
    "Summit Employers Trust",
    "Great Lakes Choice",
    "Prairie Benefit",
    "Beacon Care",
    "Juniper Insurance",
    "Atlas Workers Fund",
    "Granite Life",
)
RENAMED: Final = "Keystone Alliance"
"""What a payer calls itself after a decoy rename."""

CPTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Evaluation and management": ("99213", "99214", "99203", "99204", "99285"),
        "Radiology": ("71046", "70450", "72148", "74177", "76856"),
        "Laboratory": ("80053", "85025", "84443", "83036", "87086"),
        "Medicine": ("97110", "93000", "90834", "96372", "97140"),
        "Surgery: digestive": ("45378", "43239", "47562", "45385"),
    }
)
REASONS: Final = (
    *("CO-16", "CO-197", "CO-50", "CO-97", "CO-11", "PR-96", "CO-29", "CO-18", "CO-151"),
)

REMITS: Final[tuple[Remits, ...]] = (
    *("weekdays", "weekdays", "tuesday_thursday", "weekly", "weekly", "fortnightly"),
)


def remit_days(remits: Remits, begins_on: date, weekday: int, days: int) -> list[bool]:
    """On which of the days, counted from a Monday, the payer decides; holidays are skipped."""
    holidays = federal_holidays(begins_on, begins_on + timedelta(days=days))
    return [
        _is_remit_day(remits, day, weekday) and begins_on + timedelta(days=day) not in holidays
        for day in range(days)
    ]


def _is_remit_day(remits: Remits, day: int, weekday: int) -> bool:
    match remits:
        case "weekdays":
            return day % 7 < 5
        case "tuesday_thursday":
            return day % 7 in {1, 3}
        case "weekly":
            return day % 7 == weekday
        case "fortnightly":
            return day % 14 == weekday
