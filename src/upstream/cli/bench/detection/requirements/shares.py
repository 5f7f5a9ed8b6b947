"""Yardsticks for requirements: thresholds on shares, and Fisher's test, on the same claims."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from upstream.application.seed.labelled.requirements import RequiredClaim, RequiredWorld
from upstream.application.seed.labelled.requirements.agreements import on_day
from upstream.cli.bench.detection.judging import Fired, Place
from upstream.cli.bench.detection.requirements.replaying import as_seen
from upstream.cli.bench.detection.thresholds import (
    BASELINE_WEEKS,
    CURRENT_WEEKS,
    FALSE_DISCOVERY,
    VOLUME_MIN,
    benjamini_hochberg,
    mid_p,
)
from upstream.cli.bench.detection.weekly_sums import Sums
from upstream.domain.contracts.shortfalls import TOLERANCE_BPS, TOLERANCE_CENTS
from upstream.domain.drift.counts import Contracted
from upstream.projections.drift.cells import AUTHORIZATION

_POINTS, _LONG_WEEKS, _LINES_MIN, _SHARE, _LOWER = 0.02, 8, 20, 0.05, 0.95
_BPS: Final = 10_000

Weeks = dict[Place, dict[int, Sums]]
Anchor = Callable[["Shares", Sequence[int]], Iterator[Fired]]


def _empty() -> Weeks:
    return defaultdict(lambda: defaultdict(Sums))


@dataclass(slots=True)
class Shares:
    """By code and week of decision: what the yardsticks of both products look at."""

    begins_on: date
    unauthorized: Weeks = field(default_factory=_empty)
    below: Weeks = field(default_factory=_empty)
    """Lines below rate times units, by a cent or more …"""
    short: Weeks = field(default_factory=_empty)
    """… and by more than is tolerated; excuses are not asked for."""
    allowed: Weeks = field(default_factory=_empty)
    """Of paid lines with a rate, per unit."""
    contracted: Sequence[Contracted] = ()
    """With all excuses, as ContractIQ is told of them."""


def shares(
    made: RequiredWorld,
    claims: Sequence[RequiredClaim],
    days: int,
    contracted: Sequence[Contracted],
) -> Shares:
    found = Shares(made.sheet.begins_on, contracted=contracted)
    unauthorized = re.compile(AUTHORIZATION)
    for one in claims:
        claim = one.claim
        if claim.decided >= days or claim.outcome == "OTHER":
            continue
        where, week = (claim.payer, claim.cpt_group, claim.cpt), claim.decided // 7
        denied = unauthorized.search(claim.denial_reason or "") is not None
        found.unauthorized[Place("authorization", *where)][week].add(float(denied))
        contract = _contract_cents(made, one)
        if contract is None or claim.allowed_cents is None:
            continue
        place = Place("underpayment", *where)
        lacks = contract - claim.allowed_cents
        tolerated = max(TOLERANCE_CENTS, contract * TOLERANCE_BPS // _BPS)
        found.below[place][week].add(float(lacks > 0))
        found.short[place][week].add(float(lacks > tolerated))
        found.allowed[place][week].add(claim.allowed_cents / one.units)
    return found


def _contract_cents(made: RequiredWorld, one: RequiredClaim) -> int | None:
    claim = one.claim
    day = made.sheet.begins_on + timedelta(days=one.serviced)
    known = on_day(made.agreed.get((claim.payer, claim.cpt), ()), day)
    if known is None:
        return None
    if known.rate.amount_cents is None:
        return claim.billed_cents * (known.rate.percent_bps or 0) // _BPS
    return known.rate.amount_cents * one.units


def two_points(year: Shares, looks: Sequence[int]) -> Iterator[Fired]:
    """Two weeks against thirteen, as the year's naive yardstick."""
    for week in looks:
        for place, weeks in year.unauthorized.items():
            now, before = _windows(weeks, week, CURRENT_WEEKS)
            enough = min(now.claims, before.claims) >= VOLUME_MIN
            if enough and now.mean - before.mean >= _POINTS:
                yield Fired(_day(year, week), place, rises=True)


def fisher(year: Shares, looks: Sequence[int]) -> Iterator[Fired]:
    """Eight weeks against thirteen, Benjamini-Hochberg at 5 % a look; rises only."""
    for week in looks:
        tested: list[tuple[Place, float, bool]] = []
        for place, weeks in year.unauthorized.items():
            now, before = _windows(weeks, week, _LONG_WEEKS)
            if now.claims and before.claims:
                p_value = mid_p(int(now.total), now.claims, int(before.total), before.claims)
                tested.append((place, p_value, now.mean > before.mean))
        q_values = benjamini_hochberg([p_value for _, p_value, _ in tested])
        for (place, _, rises), q_value in zip(tested, q_values, strict=True):
            if rises and q_value <= FALSE_DISCOVERY:
                yield Fired(_day(year, week), place, rises=True)


def below_rate(year: Shares, looks: Sequence[int]) -> Iterator[Fired]:
    return _above_share(year, year.below, looks)


def short_of_rate(year: Shares, looks: Sequence[int]) -> Iterator[Fired]:
    return _above_share(year, year.short, looks)


def _above_share(year: Shares, all_weeks: Weeks, looks: Sequence[int]) -> Iterator[Fired]:
    """One line in twenty of eight weeks."""
    for week in looks:
        for place, weeks in all_weeks.items():
            now, _ = _windows(weeks, week, _LONG_WEEKS)
            if now.claims >= _LINES_MIN and now.mean > _SHARE:
                yield Fired(_day(year, week), place, rises=False)


def short_with_excuses(year: Shares, looks: Sequence[int]) -> Iterator[Fired]:
    """The same share of the very lines ContractIQ is told of."""
    for week in looks:
        for each in year.contracted:
            one = as_seen(each, week, _LONG_WEEKS)
            lines, short = sum(one.lines), sum(one.short)
            if lines >= _LINES_MIN and short > _SHARE * lines:
                place = Place("underpayment", one.payer, one.cpt_group, one.cpt)
                yield Fired(_day(year, week), place, rises=False)


def lower_average(year: Shares, looks: Sequence[int]) -> Iterator[Fired]:
    """The original's rule: what is allowed on average falls by a twentieth."""
    for week in looks:
        for place, weeks in year.allowed.items():
            now, before = _windows(weeks, week, CURRENT_WEEKS)
            enough = min(now.claims, before.claims) >= VOLUME_MIN
            if enough and now.mean <= _LOWER * before.mean:
                yield Fired(_day(year, week), place, rises=False)


def _windows(weeks: Mapping[int, Sums], week: int, length: int) -> tuple[Sums, Sums]:
    sides = Sums(), Sums()
    for side, (first, last) in zip(
        sides,
        ((week - length, week), (week - length - BASELINE_WEEKS, week - length)),
        strict=True,
    ):
        for each in range(first, last):
            if each in weeks:
                side.merge(weeks[each])
    return sides


def _day(year: Shares, week: int) -> date:
    return year.begins_on + timedelta(days=7 * week)


ANCHORS: Final[Mapping[str, Mapping[str, Anchor]]] = {
    "authsignal": {
        "two weeks against thirteen, 2 points": two_points,
        "Fisher, eight against thirteen, BH 5 %": fisher,
    },
    "contractiq": {
        "5 % of lines below their rate": below_rate,
        "5 % short by $1 and 1 %": short_of_rate,
        "the same, excuses left out": short_with_excuses,
        "average allowed 5 % lower": lower_average,
    },
}
"""By product."""
