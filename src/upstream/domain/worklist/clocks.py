"""Which limits hold with which payer: its own, those for everybody, or the defaults."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from upstream.domain.worklist.defaults import DEFAULT
from upstream.domain.worklist.limits import Period, Periods, period_on

Whose = Literal["payer", "everybody", "default"]
"""Who said how long there is time: the payer's own clock, the one for all, or nobody."""


class Told(NamedTuple):
    period: Period
    whose: Whose


class Clocks:
    """All clocks of a customer at one moment, by payer; None is the one for everybody."""

    def __init__(self, by_payer: Mapping[str | None, Periods]) -> None:
        self._everybody = by_payer.get(None, ())
        self._own = {name.casefold(): told for name, told in by_payer.items() if name is not None}

    def on(self, payer: str, day: date) -> Told:
        """What holds for a decision, or a day of service, of that date."""
        own = period_on(self._own.get(payer.casefold(), ()), day)
        if own is not None:
            return Told(own, "payer")
        common = period_on(self._everybody, day)
        return Told(common, "everybody") if common is not None else Told(DEFAULT.period, "default")
