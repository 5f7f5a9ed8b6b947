"""How much was recovered, from whom, by whom, how fast, and how often is each rule right?"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import RowMapping

from upstream.projections.alerts.alert_versions import alerts as alert_versions
from upstream.projections.alerts.rule_versions import alert_rules as rule_versions
from upstream.projections.judgments.judgment_versions import judgments as judgment_versions
from upstream.projections.judgments.precision import (
    Precision,
    RulePrecision,
    Series,
    Speed,
    hours_to_judgment,
    latest_words,
    month_in,
    precision_by,
    rule_precisions,
    series_by,
    speed_by,
)
from upstream.projections.judgments.words import standing_words
from upstream.projections.money import dollars
from upstream.projections.view import View

NEEDS = (judgment_versions, alert_versions, rule_versions)

LATEST = 5


class Recovered(msgspec.Struct, frozen=True, kw_only=True):
    """How many judgments name an amount, and their sum."""

    count: int
    amount: str


class RecoveredBy(msgspec.Struct, frozen=True, kw_only=True):
    """The same for one payer or one operator, all time."""

    name: str
    count: int
    amount: str


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    alert_id: UUID
    payer: str
    cpt_group: str | None
    operator: str
    amount: str
    recovered_on: date


class Recoveries(msgspec.Struct, frozen=True, kw_only=True):
    """As it stood at `position`; `today` is the date that position was recorded on, for the
    customer, and "this month" and "last 30 days" end with it. By date of recovery.
    """

    position: int
    today: date | None
    this_month: Recovered
    last_30_days: Recovered
    all_time: Recovered
    latest: list[Recovery]
    by_payer: list[RecoveredBy]
    by_operator: list[RecoveredBy]
    hours_to_judgment_median: float | None
    """From an alert's raising to its first judgment."""
    hours_by_operator: list[Speed]
    hours_by_payer: list[Speed]
    rules: list[RulePrecision]
    products: list[Precision]
    payers: list[Precision]
    months: list[Precision]
    """By the month the alerts were raised in."""
    rules_by_month: list[Series]
    products_by_month: list[Series]


class _Word(NamedTuple):
    """One standing judgment beside its alert."""

    row: RowMapping
    cents: int
    on: date


def recoveries(view: View, *, time_zone: str) -> Recoveries:
    """Every figure in one snapshot at the view's position. `time_zone` is an IANA name."""
    recorded_at = view.recorded_at()
    today = recorded_at.astimezone(ZoneInfo(time_zone)).date() if recorded_at else None
    rows = standing_words(view)
    latest_word = latest_words(rows)
    won = [
        _Word(row, row["recovered_cents"], row["recovered_on"])
        for row in rows
        if row["recovered_cents"] is not None
    ]
    latest = sorted(won, key=lambda word: (word.on, word.row["from_position"]), reverse=True)
    return Recoveries(
        position=view.position,
        today=today,
        this_month=_sum(w for w in won if today and today.replace(day=1) <= w.on <= today),
        last_30_days=_sum(w for w in won if today and today - timedelta(days=30) < w.on <= today),
        all_time=_sum(won),
        latest=[_recovery(word) for word in latest[:LATEST]],
        by_payer=_by(won, lambda word: str(word.row["payer"])),
        by_operator=_by(won, lambda word: str(word.row["operator"])),
        hours_to_judgment_median=_hours_to_judgment(rows),
        hours_by_operator=speed_by(rows, "operator"),
        hours_by_payer=speed_by(rows, "payer"),
        rules=rule_precisions(latest_word),
        products=precision_by(latest_word, _product),
        payers=precision_by(latest_word, lambda row: str(row["payer"])),
        months=precision_by(latest_word, month_in(time_zone)),
        rules_by_month=series_by(latest_word, _rule, month_in(time_zone)),
        products_by_month=series_by(latest_word, _product, month_in(time_zone)),
    )


def _product(row: RowMapping) -> str:
    return str(row["product"])


def _rule(row: RowMapping) -> str:
    """Its name, which is what people know it by; its id where it has none any more."""
    return str(row["name"] or row["rule_id"])


def _sum(words: Iterable[_Word]) -> Recovered:
    cents = [word.cents for word in words]
    return Recovered(count=len(cents), amount=dollars(sum(cents)))


def _recovery(word: _Word) -> Recovery:
    return Recovery(
        alert_id=word.row["alert_id"],
        payer=word.row["payer"],
        cpt_group=word.row["cpt_group"],
        operator=word.row["operator"],
        amount=dollars(word.cents),
        recovered_on=word.on,
    )


def _by(words: list[_Word], name_of: Callable[[_Word], str]) -> list[RecoveredBy]:
    """The largest first."""
    amounts: dict[str, list[int]] = {}
    for word in words:
        amounts.setdefault(name_of(word), []).append(word.cents)
    largest_first = sorted(amounts.items(), key=lambda item: (-sum(item[1]), item[0]))
    return [
        RecoveredBy(name=name, count=len(cents), amount=dollars(sum(cents)))
        for name, cents in largest_first
    ]


def _hours_to_judgment(rows: list[RowMapping]) -> float | None:
    first: dict[Hashable, float] = {}
    for row in rows:
        hours = hours_to_judgment(row)
        first[row["alert_id"]] = min(hours, first.get(row["alert_id"], hours))
    return round(median(first.values()), 2) if first else None
