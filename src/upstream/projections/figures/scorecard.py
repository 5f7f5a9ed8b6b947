"""Which payers treat claims well or badly, how sure is that, and did it change?"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from upstream.domain.figures.ranking import HOW, Ranked, ranked
from upstream.domain.figures.rates import Change, Verdict
from upstream.domain.figures.scorecard import Silence, scores
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.figures.treatment import treatment
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.money import dollars
from upstream.projections.view import View

NEEDS: Final = (claim_versions, mappings)

Sorting = Literal[
    "rank",
    "payer",
    "claims",
    "initial_denial_rate",
    "final_denial_rate",
    "days_median",
    "days_p90",
    "allowed_index",
    "denied_dollars",
    "overturn_rate",
    "silent_days",
]


class ChangeShown(msgspec.Struct, frozen=True, kw_only=True):
    """Since the range before: `delta` with its 95 % interval, and what may be said of it."""

    delta: float | None
    low: float | None
    high: float | None
    verdict: Verdict


class SilenceShown(msgspec.Struct, frozen=True, kw_only=True):
    """Days without any decision at the end of the range, beside the longest gap before."""

    days: int
    longest_gap_days: int | None
    unusual: bool


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """One payer in a range. Rates 0-1; days in whole days; money in dollars as text.

    `rank` 1 treats claims best; None with too few claims. `initial_denial_rate` is of claims first
    decided in the range, `final_denial_rate` of those whose standing decision is in it.
    """

    payer: str
    rank: int | None
    ranked_of: int
    explanation: str
    claims: int
    """Submitted in the range."""
    first_decisions: int
    initial_denial_rate: float | None
    initial_denial_rate_shrunk: float | None
    """Drawn towards everybody's; what the rank uses."""
    initial_denial_rate_before: float | None
    rate_change: ChangeShown
    decided: int
    final_denial_rate: float | None
    denied_dollars: str
    overturn_rate: float | None
    """None where no denial was ever seen decided again."""
    days_median: int | None
    days_median_low: int | None
    days_median_high: int | None
    days_p90: int | None
    days_median_before: int | None
    days_change: ChangeShown
    allowed_index: float | None
    """1: what all payers together allow for the same codes."""
    open_claims: int
    open_dollars: str
    silence: SilenceShown | None


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """All payers, the best rank first, for the days `[from, to)` and as many before."""

    begins: date = msgspec.field(name="from")
    ends: date = msgspec.field(name="to")
    before_begins: date = msgspec.field(name="before_from")
    how_ranked: str
    payers: list[Scored]


def scorecard(view: View, *, since: date, until: date) -> Scorecard:
    """As known at the view's position."""
    treated, decided_again = treatment(view, since=since, until=until)
    found = ranked(scores(treated, since, until))
    span = min(until - since, since - date.min)
    return Scorecard(
        begins=since,
        ends=until,
        before_begins=since - max(span, timedelta()),
        how_ranked=HOW,
        payers=[_scored(one, overturns=decided_again) for one in found],
    )


def in_order(rows: list[Scored], by: Sorting, *, descending: bool) -> list[Scored]:
    """What is not known comes last, whichever way."""
    value = _VALUES[by]
    known = [row for row in rows if value(row) is not None]
    known.sort(key=lambda row: row.payer)
    known.sort(key=lambda row: value(row) or 0, reverse=descending)
    return known + [row for row in rows if value(row) is None]


_VALUES: Final[dict[Sorting, Callable[[Scored], float | str | None]]] = {
    "rank": lambda row: row.rank,
    "payer": lambda row: row.payer,
    "claims": lambda row: row.claims,
    "initial_denial_rate": lambda row: row.initial_denial_rate,
    "final_denial_rate": lambda row: row.final_denial_rate,
    "days_median": lambda row: row.days_median,
    "days_p90": lambda row: row.days_p90,
    "allowed_index": lambda row: row.allowed_index,
    "denied_dollars": lambda row: float(row.denied_dollars),
    "overturn_rate": lambda row: row.overturn_rate,
    "silent_days": lambda row: row.silence.days if row.silence else None,
}


def _scored(one: Ranked, *, overturns: bool) -> Scored:
    score = one.score
    return Scored(
        payer=score.payer,
        rank=one.rank,
        ranked_of=one.of,
        explanation=one.said,
        claims=score.submitted,
        first_decisions=score.first.claims,
        initial_denial_rate=_rounded(score.first.rate),
        initial_denial_rate_shrunk=_rounded(score.shrunk_rate),
        initial_denial_rate_before=_rounded(score.first_before.rate),
        rate_change=_change(score.rate_change),
        decided=score.final.claims,
        final_denial_rate=_rounded(score.final.rate),
        denied_dollars=dollars(score.denied_billed),
        overturn_rate=_rounded(score.overturned.rate) if overturns else None,
        days_median=score.median.days if score.median else None,
        days_median_low=score.median.low if score.median else None,
        days_median_high=score.median.high if score.median else None,
        days_p90=score.ninety.days if score.ninety else None,
        days_median_before=score.median_before.days if score.median_before else None,
        days_change=_change(score.days_change),
        allowed_index=_rounded(score.allowed_index),
        open_claims=score.open_claims,
        open_dollars=dollars(score.open_billed),
        silence=_silence(score.silence),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _change(change: Change) -> ChangeShown:
    return ChangeShown(
        delta=_rounded(change.delta),
        low=_rounded(change.low),
        high=_rounded(change.high),
        verdict=change.verdict,
    )


def _silence(silence: Silence | None) -> SilenceShown | None:
    if silence is None:
        return None
    return SilenceShown(
        days=silence.days, longest_gap_days=silence.longest_gap, unusual=silence.unusual
    )
