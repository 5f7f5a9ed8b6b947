"""How often are we right, and how fast does somebody say so?"""

from collections.abc import Callable, Hashable, Iterable
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import RowMapping


class Precision(msgspec.Struct, frozen=True, kw_only=True):
    """Of the alerts that were judged, by each alert's latest word.

    `precision` = real / (real + noise), None while nobody called either. `name` is a product, a
    payer, or the month (`YYYY-MM`, the customer's) the alerts were raised in.
    """

    name: str
    judged: int
    real: int
    noise: int
    needs_follow_up: int
    precision: float | None


class RulePrecision(msgspec.Struct, frozen=True, kw_only=True):
    """Of the alerts of a rule that were judged, by each alert's latest word.

    `precision` = real / (real + noise), None while nobody called either.
    """

    rule_id: UUID
    name: str | None
    judged: int
    real: int
    noise: int
    needs_follow_up: int
    precision: float | None


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One rule or product month by month, the earliest first; a month nobody judged is not there.

    An alert stands in the month it was raised in, with the word said of it last.
    """

    name: str
    months: list[Precision]


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """How many alerts one operator, or the operators about one payer, judged, and half of them
    within how many hours of the raising.
    """

    name: str
    judged: int
    hours_median: float


def latest_words(rows: Iterable[RowMapping]) -> list[RowMapping]:
    """One per alert; the word said last, of any operator."""
    return list({row["alert_id"]: row for row in rows}.values())


def precision_by(
    words: Iterable[RowMapping], name_of: Callable[[RowMapping], str]
) -> list[Precision]:
    """By name."""
    grouped: dict[str, list[str]] = {}
    for row in words:
        grouped.setdefault(name_of(row), []).append(row["verdict"])
    return [_precision(name, grouped[name]) for name in sorted(grouped)]


def series_by(
    words: Iterable[RowMapping],
    name_of: Callable[[RowMapping], str],
    month_of: Callable[[RowMapping], str],
) -> list[Series]:
    """By name, and within it by month."""
    grouped: dict[str, list[RowMapping]] = {}
    for row in words:
        grouped.setdefault(name_of(row), []).append(row)
    return [
        Series(name=name, months=precision_by(grouped[name], month_of)) for name in sorted(grouped)
    ]


def month_in(time_zone: str) -> Callable[[RowMapping], str]:
    """The month an alert was raised in, on the customer's clock."""
    zone = ZoneInfo(time_zone)
    return lambda row: f"{row['raised_at'].astimezone(zone):%Y-%m}"


def speed_by(rows: Iterable[RowMapping], column: str) -> list[Speed]:
    """By name; an alert counts once, with the first word that was said of it."""
    grouped: dict[str, dict[Hashable, float]] = {}
    for row in rows:
        hours = grouped.setdefault(str(row[column]), {})
        taken = hours_to_judgment(row)
        hours[row["alert_id"]] = min(taken, hours.get(row["alert_id"], taken))
    return [
        Speed(name=name, judged=len(hours), hours_median=round(median(hours.values()), 2))
        for name, hours in sorted(grouped.items())
    ]


def hours_to_judgment(row: RowMapping) -> float:
    return float((row["judged_at"] - row["raised_at"]).total_seconds()) / 3600


def share(real: int, noise: int) -> float | None:
    return round(real / (real + noise), 4) if real + noise else None


def _precision(name: str, verdicts: list[str]) -> Precision:
    real, noise = verdicts.count("real"), verdicts.count("noise")
    return Precision(
        name=name,
        judged=len(verdicts),
        real=real,
        noise=noise,
        needs_follow_up=verdicts.count("needs_follow_up"),
        precision=share(real, noise),
    )


def rule_precisions(rows: list[RowMapping]) -> list[RulePrecision]:
    """By rule, in a fixed order."""
    by_rule: dict[UUID, list[RowMapping]] = {}
    for row in rows:
        by_rule.setdefault(row["rule_id"], []).append(row)
    return [_rule_precision(by_rule[rule_id]) for rule_id in sorted(by_rule)]


def _rule_precision(rows: list[RowMapping]) -> RulePrecision:
    verdicts = [row["verdict"] for row in rows]
    real, noise = verdicts.count("real"), verdicts.count("noise")
    return RulePrecision(
        rule_id=rows[0]["rule_id"],
        name=rows[0]["name"],
        judged=len(verdicts),
        real=real,
        noise=noise,
        needs_follow_up=verdicts.count("needs_follow_up"),
        precision=share(real, noise),
    )
