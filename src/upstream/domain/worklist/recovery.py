"""What working on an alert can be expected to bring in, so that the list has an order.

    expected recovery = Σ over its claims of  dollars * rate * chance(days left)

Dollars are what the payer usually allows for such a claim, not what was billed. The rate is how
often appeals of such denials were won (`rates.py`). The chance falls with the days that are left,
because a claim has to be picked up, put together and sent first; it is 0 once time is up. Most
waiting claims are paid without anybody's doing, so together they count no more than what their
finding says is at risk.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

import msgspec

from upstream.domain.claims.denials import Family, family_of
from upstream.domain.worklist.clocks import Clocks, Whose
from upstream.domain.worklist.limits import appeal_ends_on, days_left, filing_ends_on
from upstream.domain.worklist.rates import Rate, Rates

HALF_CHANCE_DAYS: Final = 7
"""Within a week every second claim of a list gets worked on: a judgement, not a measurement."""

Sort = Literal["denied", "underpaid", "waiting"]
Clock = Literal["appeal", "filing"]

# A claim that could not be processed has no appeal: it is sent again, put right (remark MA130).
_FILED_AGAIN: Final[frozenset[Family]] = frozenset({"missing_information"})
# A wrong code may be appealed as well as put right and sent again: whichever ends later.
_EITHER: Final[frozenset[Family]] = frozenset({"coding", "bundling"})


class Alike(NamedTuple):
    """Claims of one alert that are alike in all that counts here; `cents` is their sum."""

    sort: Sort
    reason: str | None
    decided_on: date | None
    served_on: date
    claims: int
    cents: int


class Deadline(NamedTuple):
    last_day: date
    clock: Clock
    whose: Whose


class Prospect(NamedTuple):
    """What can be expected of some claims alike. Products of bps are kept unrounded."""

    alike: Alike
    deadline: Deadline
    days_left: int
    rate: Rate
    weight: int
    """Cents * rate * chance, the two in basis points."""


class Learned(NamedTuple):
    """Rates by what has to be done: denials to be overturned, waiting claims to be paid."""

    overturned: Rates
    paid: Rates


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """An alert as a whole. `last_day` and `days_left` are those of the claim that ends first among
    those still in time; of the one that ended last where time is up for all.
    """

    expected_cents: int
    open_claims: int
    open_cents: int
    over_claims: int
    over_cents: int
    rate_bps: int | None
    """Mean over the open claims, weighed by dollars; None where there is none."""
    tried: int
    """Claims the rates were learned from, each group once."""
    rests_on: str | None
    last_day: date | None
    days_left: int | None
    clock: Clock | None
    whose: Whose | None


def chance_bps(left: int) -> int:
    """Of getting it done in time: 1 - 2^(-(days left + 1) / 7), none when time is up."""
    return 0 if left < 0 else round(10_000 * (1 - 2 ** (-(left + 1) / HALF_CHANCE_DAYS)))


def deadline_of(payer: str, alike: Alike, clocks: Clocks) -> Deadline:
    """Until when something can be done about such a claim, and by which clock."""
    by_filing = clocks.on(payer, alike.served_on)
    filing = Deadline(filing_ends_on(by_filing.period, alike.served_on), "filing", by_filing.whose)
    family = reason_family(alike.reason)
    if alike.sort == "waiting" or alike.decided_on is None or family in _FILED_AGAIN:
        return filing
    by_appeal = clocks.on(payer, alike.decided_on)
    appeal = Deadline(appeal_ends_on(by_appeal.period, alike.decided_on), "appeal", by_appeal.whose)
    return max(appeal, filing) if alike.sort == "denied" and family in _EITHER else appeal


def reason_family(reason: str | None) -> Family:
    """Of a reason as claims carry it, `CO-197`; `uncategorised` where there is none."""
    return family_of((reason or "").rpartition("-")[2])


def prospect(
    payer: str, alike: Alike, *, learned: Learned, clocks: Clocks, today: date
) -> Prospect:
    deadline = deadline_of(payer, alike, clocks)
    left = days_left(deadline.last_day, today)
    rate = _rate(payer, alike, learned)
    weight = alike.cents * rate.bps * chance_bps(left)
    return Prospect(alike, deadline, left, rate, weight)


def _rate(payer: str, alike: Alike, learned: Learned) -> Rate:
    match alike.sort:
        case "denied":
            return learned.overturned.of(payer, reason_family(alike.reason))
        case "underpaid":
            # Nothing says how often asking for the rest helps; how often appeals help comes near.
            return learned.overturned.of(payer)
        case "waiting":
            return learned.paid.of(payer)


def at_most(at_risk_cents: int, claims: Sequence[Alike]) -> list[Alike]:
    """Waiting claims cut in proportion, so that together they are worth what is at risk."""
    waiting = sum(one.cents for one in claims if one.sort == "waiting")
    if waiting <= at_risk_cents:
        return list(claims)
    return [
        one._replace(cents=one.cents * at_risk_cents // waiting) if one.sort == "waiting" else one
        for one in claims
    ]


def cents_of(weight: int) -> int:
    """Whole cents, rounded down: nothing is promised that is not there."""
    return weight // 10_000**2


def outlook(prospects: Iterable[Prospect]) -> Outlook:
    """Of one alert."""
    listed = list(prospects)
    still = [one for one in listed if one.days_left >= 0]
    over = [one for one in listed if one.days_left < 0]
    cents = sum(one.alike.cents for one in still)
    first = min(still, key=_ends, default=None) or max(over, key=_ends, default=None)
    groups = {(one.alike.sort, _family(one)): one.rate for one in still}
    rates = sum(one.alike.cents * one.rate.bps for one in still)
    plain = sum(one.rate.bps for one in still) // len(still) if still else None
    heaviest = max(still, key=lambda one: (one.weight, one.rate.tried), default=None)
    return Outlook(
        expected_cents=cents_of(sum(one.weight for one in listed)),
        open_claims=sum(one.alike.claims for one in still),
        open_cents=cents,
        over_claims=sum(one.alike.claims for one in over),
        over_cents=sum(one.alike.cents for one in over),
        rate_bps=rates // cents if cents else plain,
        tried=sum(rate.tried for rate in groups.values()),
        rests_on=heaviest.rate.rests_on if heaviest else None,
        last_day=first.deadline.last_day if first else None,
        days_left=first.days_left if first else None,
        clock=first.deadline.clock if first else None,
        whose=first.deadline.whose if first else None,
    )


def _ends(one: Prospect) -> date:
    return one.deadline.last_day


def _family(one: Prospect) -> str | None:
    return reason_family(one.alike.reason) if one.alike.sort == "denied" else None
