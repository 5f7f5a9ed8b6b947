"""What detection counts: arrays by week, cell by cell, as known at one position.

Weeks are numbered back from the day a run looks until: week 0 are the seven days before it. All
sums are of integers, so neither the order of rows nor the machine can change a digit.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeVar, cast

import msgspec

_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")

Table = Literal["decisions", "reasons", "codes", "waiting", "contracted"]

WEEK_DAYS = 7


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Which tables a product wants, of which weeks before `until`."""

    tables: tuple[Table, ...]
    until: date
    weeks: int
    """How many, the newest included."""
    reference_weeks: int
    """The newest so many are left out where prices and usual denial rates are learned."""

    @property
    def from_on(self) -> date:
        return self.until - timedelta(days=WEEK_DAYS * self.weeks)


class Decisions(msgspec.Struct, frozen=True, gc=False):
    """PAID and DENIED claims of one payer and CPT group, by the week of their decision.

    The *price* of a claim is what its payer allowed for its code on average in the reference
    weeks; its *risk* is the share denied of its payer's claims with that code then, leaning on the
    cell's where there are few. Positional: a row becomes one of these in one call.
    """

    payer: str
    cpt_group: str
    weeks: list[int]
    """Ascending, those without a claim left out; all other lists run along with it."""
    claims: list[int]
    denied: list[int]
    risk_micro: list[int]
    """Sum of the risks, in 1e-6 …"""
    risk_squares: list[int]
    """… and of their squares, in 1e-6."""
    priced: list[int]
    """Paid claims with an allowed amount and a price."""
    log_ratio_micro: list[int]
    """Sum over `priced` of ln(allowed / price), clipped, in 1e-6 …"""
    log_ratio_squares: list[int]
    """… and of the squares, in 1e-12."""
    allowed_cents: list[int]
    expected_cents: list[int]
    """Sum of the prices of `priced`."""
    exposed_cents: list[int]
    """Sum of the prices of all `claims` that have one: what they would have brought in."""
    risk_doubt_micro: list[int]
    """How little is known of the risks: sum over `claims` of 1 / (claims of the code in the
    reference weeks, and those that the cell's rate weighs), in 1e-6 …"""
    price_doubt_micro: list[int]
    """… and of the prices: sum over `priced` of 1 / (claims that made the price), in 1e-6."""


class Reasons(msgspec.Struct, frozen=True, gc=False):
    """DENIED claims of one payer, reason and CPT group, by the week of their decision."""

    payer: str
    denial_reason: str
    cpt_group: str
    weeks: list[int]
    denied: list[int]
    exposed_cents: list[int]


class Codes(msgspec.Struct, frozen=True, gc=False):
    """PAID and DENIED claims of one payer and CPT code, by the week of their decision."""

    payer: str
    cpt: str
    cpt_group: str
    weeks: list[int]
    claims: list[int]
    denied: list[int]
    """For want of an authorization."""
    exposed_cents: list[int]


class Waiting(msgspec.Struct, frozen=True, gc=False):
    """All claims of one payer and CPT group by the weeks of submission and of decision."""

    payer: str
    cpt_group: str
    submitted: list[int]
    decided: list[int]
    """-1 where the claim still waits."""
    claims: list[int]


class DecisionDays(msgspec.Struct, frozen=True, gc=False):
    """On which days a payer decided anything at all."""

    payer: str
    days_before: list[int]
    """Days before `until`, 1 the last one, ascending."""
    claims: list[int]


class Contracted(msgspec.Struct, frozen=True, gc=False):
    """Paid lines of one payer and CPT code that have a rate in a contract, by week of decision."""

    payer: str
    cpt: str
    cpt_group: str
    weeks: list[int]
    lines: list[int]
    short: list[int]
    """Below contract; the sums are of these alone."""
    contracted_cents: list[int]
    allowed_cents: list[int]
    owed_cents: list[int]
    recoded: list[int] = []
    """Of the short ones, those paid as another procedure; empty where nobody counted them."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a `Question`; tables nobody asked for are empty."""

    decisions: list[Decisions] = []
    reasons: list[Reasons] = []
    codes: list[Codes] = []
    waiting: list[Waiting] = []
    days: list[DecisionDays] = []
    """Comes with `waiting`."""
    contracted: list[Contracted] = []
    _worked_out: dict[object, object] = {}

    def __post_init__(self) -> None:
        """A copy with other tables has everything before it again."""
        msgspec.structs.force_setattr(self, "_worked_out", {})


def once(
    work: Callable[Concatenate[Counts, _Asked], _Found],
) -> Callable[Concatenate[Counts, _Asked], _Found]:
    """What several products work out of the same counts, the first of them does for all."""

    @wraps(work)
    def found(counts: Counts, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Found:
        asked, known = (work, args, *kwargs.items()), counts._worked_out  # noqa: SLF001  its own
        if asked not in known:
            known[asked] = work(counts, *args, **kwargs)
        return cast("_Found", known[asked])

    return found
