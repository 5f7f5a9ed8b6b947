"""Claims in columns of numbers: their days, amounts and states, and what can be asked of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from upstream.projections.claims.packing import (
    FIRST_SHIFT,
    NO_DAY,
    OUTCOMES,
    PARTLY_SHIFT,
    REPEATED_SHIFT,
    STAGE_SHIFT,
    STAGES,
)

Integers: TypeAlias = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Pairs: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]

PAID, DENIED, OTHER, PENDING = range(len(OUTCOMES))
_EPOCH: Final = date(2000, 1, 1)
_NOTHING: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Claims:
    """Along the same claims; amounts that were not asked for are empty.

    Days are counted from 2000-01-01, far below every day where nobody said; cents -1 then.
    """

    position: Integers
    payer: Integers
    code: Integers
    reason: Integers
    """Of the denial; 0 where there is none."""
    state: Integers
    submitted: Integers
    decided: Integers
    first: Integers
    billed: Integers = field(default_factory=lambda: _NOTHING)
    allowed: Integers = field(default_factory=lambda: _NOTHING)
    paid: Integers = field(default_factory=lambda: _NOTHING)

    def __len__(self) -> int:
        return len(self.position)

    def where(self, mask: Truths) -> "Claims":
        """Those of which it is true; the very same where that is all of them."""
        if mask.all():
            return self
        every = (getattr(self, one.name) for one in fields(self))
        return Claims(*(column[mask] if len(column) else column for column in every))

    def has(self, outcome: int) -> Truths:
        return np.asarray(np.equal(self.state & 3, outcome), dtype=np.bool_)

    def had_first(self, outcome: int) -> Truths:
        return np.asarray(np.equal(self.state >> FIRST_SHIFT & 3, outcome + 1), dtype=np.bool_)

    @property
    def was_decided(self) -> Truths:
        """At any time: paid or denied."""
        return np.asarray(np.not_equal(self.state >> FIRST_SHIFT & 3, 0), dtype=np.bool_)

    def in_stage(self, *stages: str) -> Truths:
        wanted = np.zeros(16, dtype=np.bool_)
        wanted[[STAGES.index(one) + 1 for one in stages]] = True
        return np.asarray(wanted[self.state >> STAGE_SHIFT & 15])

    @property
    def is_partly_denied(self) -> Truths:
        return np.asarray(np.equal(self.state >> PARTLY_SHIFT & 1, 1), dtype=np.bool_)

    @property
    def is_repeated(self) -> Truths:
        """Denied as a duplicate (CARC 18)."""
        return np.asarray(np.equal(self.state >> REPEATED_SHIFT & 1, 1), dtype=np.bool_)

    @property
    def answered(self) -> Integers:
        """The day of the first decision, of the standing one where that has none."""
        return np.where(self.first == NO_DAY, self.decided, self.first)


def paired(numbers: Integers, others: Integers) -> Pairs:
    """Both as one number; the second may be negative."""
    return (numbers.astype(np.int64) << 32) + others


def unpaired(pairs: Pairs) -> tuple[Pairs, Pairs]:
    numbers = (pairs + (1 << 31)) >> 32
    return numbers, pairs - (numbers << 32)


def joined(parts: Iterable[Claims]) -> Claims:
    """At least one."""
    every = list(parts)
    return Claims(
        *(np.concatenate([getattr(one, each.name) for one in every]) for each in fields(Claims))
    )


def day_number(day: date) -> int:
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    return _EPOCH + timedelta(days=number)


def months_of(days: Integers) -> Integers:
    """Counted from January 2000."""
    since = np.datetime64(_EPOCH, "D") + days.astype("timedelta64[D]")
    return (since.astype("datetime64[M]") - np.datetime64("2000-01", "M")).astype(np.int32)


def days_of_month(days: Integers) -> Integers:
    """1 to 31."""
    since = np.datetime64(_EPOCH, "D") + days.astype("timedelta64[D]")
    return np.asarray((since - since.astype("datetime64[M]")).astype(np.int32) + 1)


def month_named(number: int) -> date:
    """Its first day."""
    return date(2000 + number // 12, number % 12 + 1, 1)
