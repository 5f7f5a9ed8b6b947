"""What came of the alerts: recovered money, verdicts, speed, and how often each rule is right."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.projections.judgments.at_the_alerts import ANNA, BEN, Judge, came_of, customers_today
from tests.support.detection import Bench

from upstream.domain.alerts.refusals import AlertUnknown
from upstream.domain.judgments.refusals import (
    AlertNotYetRaised,
    PositionNotReached,
    RecoveredInTheFuture,
)
from upstream.projections.judgments.list_judgments import judgments_of
from upstream.projections.judgments.recoveries import NEEDS
from upstream.projections.moments import AtPosition


@pytest.mark.feature("AL-7")
def test_each_operator_has_one_word_per_alert_and_may_revise_it(
    bench: Bench, alert_ids: list[UUID], say: Judge
) -> None:
    first = say(alert_ids[0], ANNA, "needs_follow_up", note="asked the payer")
    revised = say(alert_ids[0], ANNA, "real")
    say(alert_ids[0], BEN, "noise")
    assert (first.id, first.version) == (revised.id, 1)
    assert revised.version == 2
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        words = judgments_of(view, alert_ids[0])
    assert [(word.operator, word.verdict, word.version) for word in words] == [
        (ANNA, "real", 2),
        (BEN, "noise", 1),
    ]
    assert words[0].revised_at is not None
    assert words[0].judged_at < words[0].revised_at
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=AtPosition(first.position)) as view:
        (then,) = judgments_of(view, alert_ids[0])
    assert (then.verdict, then.note) == ("needs_follow_up", "asked the payer")


@pytest.mark.feature("AL-8")
def test_recovered_money_is_summed_by_when_payer_and_operator(
    bench: Bench, alert_ids: list[UUID], say: Judge
) -> None:
    today = customers_today(bench)
    days = [today, today - timedelta(days=29), today - timedelta(days=30), today - timedelta(400)]
    amounts = [10_000, 2_000, 300, 40]
    words = [(0, ANNA), (1, ANNA), (2, BEN), (0, BEN)]
    for (place, operator), day, cents in zip(words, days, amounts, strict=True):
        say(alert_ids[place], operator, "real", recovered_cents=cents, recovered_on=day)
    stats = came_of(bench)
    in_month = [c for day, c in zip(days, amounts, strict=True) if day >= today.replace(day=1)]
    assert stats.today == today
    assert stats.this_month.amount == f"{sum(in_month) / 100:.2f}"
    assert (stats.last_30_days.count, stats.last_30_days.amount) == (2, "120.00")
    assert (stats.all_time.count, stats.all_time.amount) == (4, "123.40")
    assert [(one.amount, one.recovered_on) for one in stats.latest] == [
        (f"{cents / 100:.2f}", day) for cents, day in zip(amounts, days, strict=True)
    ]
    assert [(one.name, one.amount) for one in stats.by_payer] == [
        ("Payer 0", "100.40"),
        ("Payer 1", "20.00"),
        ("Payer 2", "3.00"),
    ]
    assert [(one.name, one.count, one.amount) for one in stats.by_operator] == [
        (ANNA, 2, "120.00"),
        (BEN, 2, "3.40"),
    ]


@pytest.mark.feature("AL-8")
def test_a_rule_is_right_as_often_as_its_alerts_were_real(
    bench: Bench, alert_ids: list[UUID], say: Judge
) -> None:
    assert came_of(bench).rules == []
    say(alert_ids[0], ANNA, "noise")
    say(alert_ids[0], BEN, "real")
    say(alert_ids[1], ANNA, "noise")
    before = say(alert_ids[2], ANNA, "needs_follow_up").position
    say(alert_ids[2], ANNA, "real")
    (rule,) = came_of(bench).rules
    assert (rule.name, rule.judged, rule.real, rule.noise) == ("Everything that matters", 3, 2, 1)
    assert rule.precision == 0.6667
    (then,) = came_of(bench, before).rules
    assert (then.real, then.noise, then.needs_follow_up, then.precision) == (1, 1, 1, 0.5)


@pytest.mark.feature("AL-8")
def test_each_rule_and_product_has_a_series_of_months(
    bench: Bench, alert_ids: list[UUID], say: Judge
) -> None:
    say(alert_ids[0], ANNA, "noise")
    say(alert_ids[1], ANNA, "real")
    stats = came_of(bench)
    (rule,), (product,) = stats.rules_by_month, stats.products_by_month

    assert (rule.name, product.name) == ("Everything that matters", "driftwatch")
    assert rule.months == product.months == stats.months
    (month,) = rule.months
    assert month.name == f"{customers_today(bench):%Y-%m}"
    assert (month.judged, month.real, month.noise, month.precision) == (2, 1, 1, 0.5)


@pytest.mark.feature("AL-8")
def test_time_to_judgment_runs_from_the_raising_to_the_first_word(
    bench: Bench, alert_ids: list[UUID], say: Judge
) -> None:
    assert came_of(bench).hours_to_judgment_median is None
    say(alert_ids[0], ANNA, "real")
    hours = came_of(bench).hours_to_judgment_median
    assert hours is not None
    assert 0 <= hours < 0.1


@pytest.mark.feature("RD-2")
def test_a_revised_amount_counts_as_it_stood(
    bench: Bench, alert_ids: list[UUID], say: Judge
) -> None:
    today = customers_today(bench)
    first = say(alert_ids[0], ANNA, "real", recovered_cents=500, recovered_on=today)
    say(alert_ids[0], ANNA, "real", recovered_cents=700, recovered_on=today)
    assert came_of(bench).all_time.amount == "7.00"
    assert came_of(bench, first.position).all_time.amount == "5.00"
    assert came_of(bench, first.position - 2).all_time.amount == "0.00"
    assert came_of(bench, 0).today is None


def test_today_is_that_of_the_customer(bench: Bench, alert_ids: list[UUID], say: Judge) -> None:
    say(alert_ids[0], ANNA, "real")
    spread = {came_of(bench, time_zone=zone).today for zone in ("Etc/GMT+12", "Etc/GMT-14")}
    assert len(spread) == 2, "there are always two dates on earth between these two"


def test_what_cannot_have_been_seen_is_not_judged(
    bench: Bench, alert_ids: list[UUID], say: Judge
) -> None:
    with pytest.raises(PositionNotReached):
        say(alert_ids[0], ANNA, "real", position_seen=10**9)
    with pytest.raises(AlertNotYetRaised):
        say(alert_ids[0], ANNA, "real", position_seen=1)
    tomorrow = customers_today(bench) + timedelta(days=1)
    with pytest.raises(RecoveredInTheFuture):
        say(alert_ids[0], ANNA, "real", recovered_cents=1, recovered_on=tomorrow)
    with pytest.raises(AlertUnknown):
        say(UUID(int=1), ANNA, "real")
