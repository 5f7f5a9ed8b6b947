"""What keeps an alert down or back: maintenance, snooze, cooldown, learned noise, quiet hours."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sightings import NOW, OTHER_FINDING, RULE, sighting

from upstream.domain.alerts.alert import Raised, Unraised, decider
from upstream.domain.alerts.commands import RaiseAlert, SnoozeAlert
from upstream.domain.alerts.evaluation import Evaluation, evaluate
from upstream.domain.alerts.events import Maintenance, VerdictLearned
from upstream.domain.alerts.lesson import NOTHING_LEARNED, Lesson
from upstream.domain.alerts.lesson import decider as lesson_decider
from upstream.domain.alerts.maintenance import Calendar
from upstream.domain.alerts.rule import Created
from upstream.domain.alerts.suppression import Circumstances, held_until
from upstream.domain.alerts.terms import QuietHours, RuleTerms
from upstream.domain.judgments.events import Verdict

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _terms(**special: Any) -> RuleTerms:  # noqa: ANN401  any field of it
    plain: dict[str, Any] = {
        "name": "all",
        "severity_min_bps": 4_000,
        "confidence_min_bps": 0,
        "at_risk_min_cents": 0,
    }
    return RuleTerms(**{**plain, **special})


def _raised(*, snoozed_until: datetime | None = None) -> Raised:
    raising = RaiseAlert(rule_id=RULE, sighting=sighting(), seen_at=NOW)
    alert = decider.fold(decider.decide(raising, Unraised()))
    if snoozed_until:
        (news,) = decider.decide(SnoozeAlert(until=snoozed_until, now=NOW), alert)
        alert = decider.evolve(alert, news)
    assert isinstance(alert, Raised)
    return alert


def _evaluate(
    known: Raised | None = None,
    *,
    seen: Any = None,  # noqa: ANN401  a sighting
    terms: RuleTerms | None = None,
    **around: Any,  # noqa: ANN401  any circumstance
) -> Evaluation:
    return evaluate(
        Created(terms or _terms(), is_on=True),
        seen or sighting(finding_id=OTHER_FINDING),
        known or Unraised(),
        Circumstances(**{"now": NOW, **around}),
        told_here=False,
    )


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
    assert _evaluate(calendar=calendar).reason == reason


@pytest.mark.feature("AL-3", "AL-6")
def test_a_snoozed_alert_keeps_its_lane_quiet_until_it_wakes_or_it_gets_worse() -> None:
    snoozed = _raised(snoozed_until=NOW + 10 * DAY)
    assert _evaluate(snoozed, now=NOW + 5 * DAY).reason == "snoozed"
    assert _evaluate(snoozed, now=NOW + 10 * DAY).reason == "too_long_ago"
    worse = sighting(finding_id=OTHER_FINDING, severity_bps=7_000)
    assert _evaluate(snoozed, seen=worse, now=NOW + 5 * DAY).result == "raised"


@pytest.mark.feature("AL-3")
def test_after_an_alert_its_lane_cools_down() -> None:
    less = sighting(finding_id=OTHER_FINDING, severity_bps=4_200)
    hot, cold = NOW + 4 * HOUR - timedelta(seconds=1), NOW + 4 * HOUR
    assert _evaluate(_raised(), seen=less, now=hot).reason == "cooldown"
    assert _evaluate(_raised(), seen=less, now=cold).reason == "severity_differs"
    never = _terms(cooldown_minutes=0)
    assert _evaluate(_raised(), seen=less, now=NOW + HOUR, terms=never).result == "raised"
    slower = sighting(finding_id=OTHER_FINDING, severity_bps=4_200, kind="days_to_decision")
    assert _evaluate(_raised(), seen=slower, now=hot).result == "raised", "another kind is news"


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
    assert _evaluate(lesson=noisy).reason == "learned_noise"
    assert _evaluate(lesson=noisy, terms=_terms(learns=False)).result == "raised"
    critical = sighting(finding_id=OTHER_FINDING, severity_bps=9_000)
    assert _evaluate(lesson=noisy, seen=critical).result == "raised"
    strict = _terms(severity_min_bps=9_500)
    assert _evaluate(lesson=noisy, seen=critical, terms=strict).reason == "severity_below_minimum"


def test_old_words_are_forgotten_by_themselves() -> None:
    old = _lesson("noise", "noise", at=NOW - 91 * DAY)
    assert old.raised_by_bps(NOW) == 0
    assert _evaluate(lesson=old).result == "raised"


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


NIGHT = QuietHours(begin_minute=22 * 60, end_minute=7 * 60, weekends=True)
LUNCH = QuietHours(begin_minute=12 * 60, end_minute=13 * 60)


@pytest.mark.feature("AL-3")
@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        # New York: four hours behind in summer, five in winter.
        (NIGHT, datetime(2026, 7, 6, 6, tzinfo=UTC), datetime(2026, 7, 6, 11, tzinfo=UTC)),
        (NIGHT, datetime(2026, 7, 6, 12, tzinfo=UTC), None),
        (NIGHT, datetime(2026, 7, 7, 3, tzinfo=UTC), datetime(2026, 7, 7, 11, tzinfo=UTC)),
        # Friday night runs into the weekend, and that into Monday morning.
        (NIGHT, datetime(2026, 7, 11, 3, tzinfo=UTC), datetime(2026, 7, 13, 11, tzinfo=UTC)),
        (LUNCH, datetime(2026, 1, 7, 17, 30, tzinfo=UTC), datetime(2026, 1, 7, 18, tzinfo=UTC)),
        (LUNCH, datetime(2026, 1, 7, 18, tzinfo=UTC), None),
        # The clocks go forward on 8 March 2026.
        (NIGHT, datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 3, 9, 11, tzinfo=UTC)),
        (None, datetime(2026, 7, 6, 6, tzinfo=UTC), None),
    ],
)
def test_quiet_hours_hold_messages_back_on_the_customers_clock(
    quiet: QuietHours | None, now: datetime, until: datetime | None
) -> None:
    around = Circumstances(now=now, time_zone="America/New_York")
    assert held_until(_terms(quiet_hours=quiet), around) == until
    ended = _evaluate(terms=_terms(quiet_hours=quiet), now=now, time_zone="America/New_York")
    assert (ended.result, ended.held_until) == ("raised", until)


@given(
    st.integers(0, 1_439),
    st.integers(0, 1_439),
    st.booleans(),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_whatever_is_held_comes_out_into_loud_hours_within_four_days(
    begin: int, end: int, weekends: bool, now: datetime
) -> None:
    if begin == end:
        return
    terms = _terms(quiet_hours=QuietHours(begin_minute=begin, end_minute=end, weekends=weekends))
    zone = "America/Chicago"
    until = held_until(terms, Circumstances(now=now, time_zone=zone))
    if until is not None:
        assert now < until <= now + timedelta(days=4)
        assert held_until(terms, Circumstances(now=until, time_zone=zone)) is None
