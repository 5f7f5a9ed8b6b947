"""How often an appeal turned a denial into a payment, learned from the customer's own claims.

A rate over few claims is pulled towards what goes on around it: payer and reason family towards
the payer's other families, the payer towards the other payers, those towards what is usual in the
trade. Each step counts the rate around as if `STRENGTH` more claims had gone that way (the mean of
a beta-binomial); no claim counts twice:

    rate = (won + STRENGTH * rate around) / (tried + STRENGTH)
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

import msgspec

STRENGTH: Final = 20
"""Claims. A payer of a small practice denies as many in a month, so half a year tells its own."""

OVERTURNED_BPS: Final = 5_430
"""Denials of private payers that appeals overturned in the end, 54.3 % (Premier, 2022)."""

PAID_BPS: Final = 8_819
"""Claims paid at first, the other side of 11.81 % denied (Kodiak, 2024)."""

RestsOn = Literal["payer_and_family", "payer", "all_payers", "trade"]
"""The narrowest group that had any claim at all."""


class Tried(NamedTuple):
    """Of claims that were `tried`, so many were `won`. `family` None: of every family."""

    payer: str
    family: str | None
    tried: int
    won: int


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """`bps` is pulled together as said above; `tried` and `won` are those of the narrow group."""

    bps: int
    tried: int
    won: int
    rests_on: RestsOn


class Rates:
    """What all tries amount to; `usual_bps` is what one starts with."""

    def __init__(self, seen: Iterable[Tried], *, usual_bps: int = OVERTURNED_BPS) -> None:
        self._usual = usual_bps / 10_000
        self._all = (0, 0)
        self._payers: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        self._families: dict[tuple[str, str | None], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for payer, family, tried, won in seen:
            self._all = _sum(self._all, tried, won)
            self._payers[payer] = _sum(self._payers[payer], tried, won)
            key = payer, family
            self._families[key] = _sum(self._families[key], tried, won)

    def of(self, payer: str, family: str | None = None) -> Rate:
        """`family` None: of the payer as a whole."""
        of_payer = self._payers.get(payer, (0, 0))
        around = _pulled(_rest(self._all, of_payer), self._usual)
        narrow = of_payer
        if family is not None:
            narrow = self._families.get((payer, family), (0, 0))
            around = _pulled(_rest(of_payer, narrow), around)
        return Rate(
            bps=round(10_000 * _pulled(narrow, around)),
            tried=narrow[0],
            won=narrow[1],
            rests_on=self._rests_on(family, narrow, of_payer),
        )

    def _rests_on(
        self, family: str | None, narrow: tuple[int, int], of_payer: tuple[int, int]
    ) -> RestsOn:
        if family is not None and narrow[0]:
            return "payer_and_family"
        if of_payer[0]:
            return "payer"
        return "all_payers" if self._all[0] else "trade"


def _sum(known: tuple[int, int], tried: int, won: int) -> tuple[int, int]:
    return known[0] + tried, known[1] + won


def _rest(whole: tuple[int, int], part: tuple[int, int]) -> tuple[int, int]:
    return whole[0] - part[0], whole[1] - part[1]


def _pulled(known: tuple[int, int], around: float) -> float:
    tried, won = known
    return (won + STRENGTH * around) / (tried + STRENGTH)
