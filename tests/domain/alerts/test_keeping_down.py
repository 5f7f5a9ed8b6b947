"""What keeps an alert down or back: maintenance, snooze, cooldown, learned noise, quiet hours."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.support.evaluations import evaluated, raised_alert, terms_of
from tests.support.sightings import NOW, OTHER_FINDING, RULE, sighting

from upstream.domain.alerts.events import VerdictLearned
from upstream.domain.alerts.lesson import NOTHING_LEARNED, Lesson
from upstream.domain.alerts.lesson import decider as lesson_decider
from upstream.domain.alerts.maintenance import Calendar
from upstream.domain.alerts.maintenance_events import Maintenance
from upstream.domain.judgments.events import Verdict

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _lesson(*verdicts: Verdict, at: datetime = NOW) -> Lesson:
    words = [
        VerdictLearned(
            rule_id=RULE,
            payer="Northwind Health",
            kind="denial_rate",
            alert_id=UUID(int=900 + number),
            operator="person:1",
            verdict=verdict,
            judged_at=at,
        )
        for number, verdict in enumerate(verdicts)
    ]
    return lesson_decider.fold(words)


@pytest.mark.feature("AL-3")
@pytest.mark.parametrize(
    ("payer", "begins", "reason"),
    [
        (None, NOW - HOUR, "maintenance_window"),
        ("northwind HEALTH", NOW, "maintenance_window"),
        ("Another Payer", NOW - HOUR, "first_occurrence"),
        (None, NOW + HOUR, "first_occurrence"),
        (None, NOW - 3 * HOUR, "first_occurrence"),
    ],
)
def test_a_maintenance_window_keeps_its_payer_quiet(
    payer: str | None, begins: datetime, reason: str
) -> None:
    window = Maintenance(begins_at=begins, ends_at=begins + 2 * HOUR, reason="x", payer=payer)
    calendar = Calendar({UUID(int=1): window, UUID(int=2): None})
    assert evaluated(calendar=calendar).reason == reason


@pytest.mark.feature("AL-3", "AL-6")
def test_a_snoozed_alert_keeps_its_lane_quiet_until_it_wakes_or_it_gets_worse() -> None:
    snoozed = raised_alert(snoozed_until=NOW + 10 * DAY)
    assert evaluated(snoozed, now=NOW + 5 * DAY).reason == "snoozed"
    assert evaluated(snoozed, now=NOW + 10 * DAY).reason == "too_long_ago"
    worse = sighting(finding_id=OTHER_FINDING, severity_bps=7_000)
    assert evaluated(snoozed, seen=worse, now=NOW + 5 * DAY).result == "raised"


@pytest.mark.feature("AL-3")
def test_after_an_alert_its_lane_cools_down() -> None:
    less = sighting(finding_id=OTHER_FINDING, severity_bps=4_200)
    hot, cold = NOW + 4 * HOUR - timedelta(seconds=1), NOW + 4 * HOUR
    assert evaluated(raised_alert(), seen=less, now=hot).reason == "cooldown"
    assert evaluated(raised_alert(), seen=less, now=cold).reason == "severity_differs"
    never = terms_of(cooldown_minutes=0)
    assert evaluated(raised_alert(), seen=less, now=NOW + HOUR, terms=never).result == "raised"
    slower = sighting(finding_id=OTHER_FINDING, severity_bps=4_200, kind="days_to_decision")
    assert evaluated(raised_alert(), seen=slower, now=hot).result == "raised", (
        "another kind is news"
    )


@pytest.mark.feature("AL-3")
@pytest.mark.parametrize(
    ("verdicts", "raised_by"),
    [
        ((), 0),
        (("noise",), 0),
        (("noise", "noise"), 1_500),
        (("noise", "noise", "noise"), 3_000),
        (("noise", "noise", "noise", "real"), 1_500),
        (("noise", "noise", "real"), 0),
        (("noise", "noise", "needs_follow_up"), 1_500),
        (("real", "real"), 0),
    ],
)
def test_noise_raises_the_bar_and_real_lowers_it_back(
    verdicts: tuple[Verdict, ...], raised_by: int
) -> None:
    assert _lesson(*verdicts).raised_by_bps(NOW) == raised_by


@pytest.mark.feature("AL-3")
def test_what_is_below_the_learned_bar_is_kept_down_and_critical_never_is() -> None:
    nine_times: tuple[Verdict, ...] = ("noise",) * 9
    noisy = _lesson(*nine_times)
    assert evaluated(lesson=noisy).reason == "learned_noise"
    assert evaluated(lesson=noisy, terms=terms_of(learns=False)).result == "raised"
    critical = sighting(finding_id=OTHER_FINDING, severity_bps=9_000)
    assert evaluated(lesson=noisy, seen=critical).result == "raised"
    strict = terms_of(severity_min_bps=9_500)
    assert evaluated(lesson=noisy, seen=critical, terms=strict).reason == "severity_below_minimum"


def test_old_words_are_forgotten_by_themselves() -> None:
    old = _lesson("noise", "noise", at=NOW - 91 * DAY)
    assert old.raised_by_bps(NOW) == 0
    assert evaluated(lesson=old).result == "raised"


def test_the_latest_word_about_an_alert_speaks_for_it() -> None:
    said: tuple[tuple[str, Verdict], ...] = (
        ("person:1", "noise"),
        ("person:2", "noise"),
        ("person:1", "real"),
    )
    words = [
        VerdictLearned(
            rule_id=RULE,
            payer="P",
            kind="denial_rate",
            alert_id=UUID(int=1),
            operator=operator,
            verdict=verdict,
            judged_at=NOW,
        )
        for operator, verdict in said
    ]
    assert lesson_decider.fold(words).counts(NOW) == (1, 0)
    assert NOTHING_LEARNED.counts(NOW) == (0, 0)
