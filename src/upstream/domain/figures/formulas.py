"""From counts to figures: one pure function, and a reason wherever there is no figure."""

from collections.abc import Callable, Mapping
from statistics import median_low
from typing import Final, Literal

import msgspec

from upstream.domain.figures.counts import Counted, Seen, Sums
from upstream.domain.figures.definitions import DEFINITIONS

Counts = Literal["claims", "cents", "days"]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one group. `value` None: not known, and `unknown` says why.

    `numerator` and `denominator` are in `counts`; a median has its claims as denominator only.
    """

    key: str
    value: float | None
    numerator: int | None
    denominator: int | None
    counts: Counts
    unknown: str | None = None
    note: str | None = None


NO_CLAIM: Final = "no such claim in the range"
NO_AMOUNT: Final = "no amount is known"
NO_WAITING: Final = "claims are only known once they are decided: none was ever seen waiting"
NO_SECOND_DECISION: Final = "no file ever told of a second decision after a denial"
NO_APPEAL: Final = "no file ever told of an appeal"
NO_WRITE_OFF: Final = "no file ever told of a write-off"
NO_END: Final = "counted at an end, which this group has none of"

_Formula = Callable[[Counted, Seen], Reading]


def readings(counted: Counted, seen: Seen) -> tuple[Reading, ...]:
    """Every figure, in the order of the definitions."""
    return tuple(_FORMULAS[one.key](counted, seen) for one in DEFINITIONS)


def _share(
    key: str, part: int, whole: int, *, counts: Counts = "claims", note: str | None = None
) -> Reading:
    nothing = NO_CLAIM if counts == "claims" else NO_AMOUNT
    return Reading(
        key=key,
        value=round(part / whole, 4) if whole else None,
        numerator=part,
        denominator=whole,
        counts=counts,
        unknown=None if whole else nothing,
        note=note,
    )


def _unknown(key: str, why: str, counts: Counts = "claims") -> Reading:
    return Reading(
        key=key, value=None, numerator=None, denominator=None, counts=counts, unknown=why
    )


def _median(key: str, days: int | None, claims: int) -> Reading:
    return Reading(
        key=key,
        value=None if days is None else float(days),
        numerator=None,
        denominator=claims,
        counts="claims",
        unknown=NO_CLAIM if days is None else None,
    )


def _initial(counted: Counted, seen: Seen) -> Reading:
    sums = counted.submitted
    note = f"{sums.undecided:,} still undecided" if sums.undecided else None
    if not seen.waiting and sums.claims:
        note = NO_WAITING
    return _share("initial_denial_rate", sums.denied_first, sums.claims, note=note)


def _initial_charges(counted: Counted, _: Seen) -> Reading:
    sums = counted.submitted
    key = "initial_denial_rate_charges"
    return _share(key, sums.denied_first_billed, sums.billed, counts="cents")


def _write_offs(counted: Counted, seen: Seen) -> Reading:
    if not seen.write_offs:
        return _unknown("denial_write_offs", NO_WRITE_OFF, "cents")
    sums = counted.decided
    return _share("denial_write_offs", sums.written_off, sums.paid_billed, counts="cents")


def _to_appeal(counted: Counted, seen: Seen) -> Reading:
    if not seen.appeals:
        return _unknown("days_to_appeal", NO_APPEAL)
    after = counted.appealed_after
    return _median("days_to_appeal", median_low(after) if after else None, len(after))


def _to_resolution(counted: Counted, seen: Seen) -> Reading:
    if not seen.decided_again:
        return _unknown("days_to_resolution", NO_SECOND_DECISION)
    sums = counted.decided
    return _median("days_to_resolution", sums.resolved_days, sums.resolved)


def _overturned(counted: Counted, seen: Seen) -> Reading:
    if not seen.decided_again:
        return _unknown("overturn_rate", NO_SECOND_DECISION)
    sums = counted.first
    return _share("overturn_rate", sums.overturned, sums.denied_first)


def _days_in_ar(counted: Counted, seen: Seen) -> Reading:
    if not seen.waiting:
        return _unknown("days_in_ar", NO_WAITING, "cents")
    if counted.open is None:
        return _unknown("days_in_ar", NO_END, "cents")
    billed = counted.submitted.billed
    if not billed:
        return _unknown("days_in_ar", NO_AMOUNT, "cents")
    return Reading(
        key="days_in_ar",
        value=round(counted.open.billed * counted.days / billed, 1),
        numerator=counted.open.billed,
        denominator=billed // counted.days,
        counts="cents",
    )


def _old(counted: Counted, seen: Seen) -> Reading:
    if not seen.waiting:
        return _unknown("ar_over_90", NO_WAITING, "cents")
    if counted.open is None or counted.open.old_billed is None:
        return _unknown("ar_over_90", NO_END, "cents")
    return _share("ar_over_90", counted.open.old_billed, counted.open.billed, counts="cents")


def _of(
    key: str, clock: str, parts: Callable[[Sums], tuple[int, int]], counts: Counts = "claims"
) -> _Formula:
    def formula(counted: Counted, _: Seen) -> Reading:
        part, whole = parts(getattr(counted, clock))
        return _share(key, part, whole, counts=counts)

    return formula


_FORMULAS: Final[Mapping[str, _Formula]] = {
    "initial_denial_rate": _initial,
    "initial_denial_rate_charges": _initial_charges,
    "primary_denial_rate": _of(
        "primary_denial_rate", "decided", lambda sums: (sums.unpaid, sums.remitted)
    ),
    "denial_write_offs": _write_offs,
    "days_to_appeal": _to_appeal,
    "days_to_resolution": _to_resolution,
    "overturn_rate": _overturned,
    "first_pass_yield": _of(
        "first_pass_yield", "first", lambda sums: (sums.clean_first, sums.claims)
    ),
    "first_decision_denial_rate": _of(
        "first_decision_denial_rate", "first", lambda sums: (sums.denied_first, sums.claims)
    ),
    "final_denial_rate": _of(
        "final_denial_rate", "decided", lambda sums: (sums.denied, sums.judged)
    ),
    "any_zero_rate": _of("any_zero_rate", "decided", lambda sums: (sums.told_unpaid, sums.told)),
    "line_denial_rate": _of(
        "line_denial_rate", "decided", lambda sums: (sums.line_denied, sums.judged)
    ),
    "collection_rate": _of(
        "collection_rate", "decided", lambda sums: (sums.collected, sums.collectable), "cents"
    ),
    "days_in_ar": _days_in_ar,
    "ar_over_90": _old,
}
