"""Who is not told, and until when: the one place that decides what keeps an alert down or back."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from upstream.domain.alerts.alert import Alert, Raised
from upstream.domain.alerts.commands import Sighting
from upstream.domain.alerts.events import SuppressedBecause
from upstream.domain.alerts.lesson import NOTHING_LEARNED, Lesson
from upstream.domain.alerts.maintenance import Calendar
from upstream.domain.alerts.terms import QuietHours, RuleTerms
from upstream.domain.drift.severity import band
from upstream.domain.settings.products import Products

_SATURDAY = 5


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a sighting, apart from its rule and its lane."""

    now: datetime
    calendar: Calendar = Calendar()
    lesson: Lesson = NOTHING_LEARNED
    products: Products = Products()
    cooldown_minutes_min: int = 0
    """The customer's own: no rule tells about a lane more often."""
    time_zone: str = "UTC"
    """IANA name; quiet hours are on this clock."""


def is_in_maintenance(sighting: Sighting, around: Circumstances) -> bool:
    """Then a sighting is not even counted: whatever it shows, somebody said it would."""
    return around.calendar.covers(sighting.payer, around.now)


def kept_down(
    terms: RuleTerms, sighting: Sighting, latest: Alert, around: Circumstances
) -> SuppressedBecause | None:
    """Why a new alert is not raised; None where it is. `latest` is the lane's last alert.

    What got worse, or is in a higher severity band than that one, gets through both snooze and
    cooldown.
    """
    if isinstance(latest, Raised) and not _is_worse(sighting, latest):
        if latest.is_snoozed(around.now):
            return "snoozed"
        same = latest.raised.kind == sighting.kind
        cooldown = timedelta(minutes=max(terms.cooldown_minutes, around.cooldown_minutes_min))
        if same and around.now - latest.raised.seen_at < cooldown:
            return "cooldown"
    if terms.learns:
        bar_bps = around.lesson.bar_bps(terms.severity_min_bps, around.now)
        if sighting.severity_bps < bar_bps:
            return "learned_noise"
    return None


def _is_worse(sighting: Sighting, latest: Raised) -> bool:
    return sighting.worsened or band(sighting.severity_bps) > band(latest.severity_bps)


def held_until(terms: RuleTerms, around: Circumstances) -> datetime | None:
    """When quiet hours let the messages of an alert go; None: at once. An aware instant."""
    quiet = terms.quiet_hours
    if quiet is None:
        return None
    zone = ZoneInfo(around.time_zone)
    moment = around.now.astimezone(zone)
    begun = moment
    for _ in range(8):  # at most a weekend between two nights; eight steps never run out
        ends = _quiet_ends(quiet, moment, zone)
        if ends is None:
            break
        moment = ends
    return None if moment == begun else moment.astimezone(around.now.tzinfo)


def _quiet_ends(quiet: QuietHours, moment: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet stretch this moment lies in, seen on its own; None: it is loud."""
    today = moment.date()
    if quiet.weekends and today.weekday() >= _SATURDAY:
        return _at(today + timedelta(days=1), 0, zone)
    minute = moment.hour * 60 + moment.minute
    begin, end = quiet.begin_minute, quiet.end_minute
    if begin < end:
        return _at(today, end, zone) if begin <= minute < end else None
    if minute >= begin:
        return _at(today + timedelta(days=1), end, zone)
    return _at(today, end, zone) if minute < end else None


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
