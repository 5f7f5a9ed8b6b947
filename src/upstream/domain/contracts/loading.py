"""A schedule of rates on its way into the log: checked whole, in a fixed order, in pieces."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from upstream.domain.contracts.events import RatesListed
from upstream.domain.contracts.rates import RATES_MAX, Rate, RateFault, faults_of, tidied
from upstream.domain.contracts.refusals import RatesInvalid, RatesMissing, TooManyRates

PIECE_RATES: Final = 2_000
"""Of one event: about 100 kB, far below what a row of the log may hold."""


class Pieces(NamedTuple):
    events: tuple[RatesListed, ...]
    sha256: str
    """The same for the same rates, in whatever order they came."""


def listed(schedule: int, rates: Sequence[Rate]) -> Pieces:
    """Raises `RatesMissing`, `TooManyRates`, `RatesInvalid`."""
    if not rates:
        raise RatesMissing("a schedule has at least one rate")
    if len(rates) > RATES_MAX:
        detail = f"a schedule has at most {RATES_MAX} rates"
        raise TooManyRates(detail, rates_max=RATES_MAX)
    clean = [tidied(rate) for rate in rates]
    refuse_faults(list(faults_of(clean)))
    clean.sort(key=lambda rate: rate.key)
    digest = sha256(msgspec.json.encode(clean)).hexdigest()
    events = tuple(
        RatesListed(schedule=schedule, rates=tuple(clean[place : place + PIECE_RATES]))
        for place in range(0, len(clean), PIECE_RATES)
    )
    return Pieces(events, digest)


def refuse_faults(faults: Sequence[RateFault], *, rows: Sequence[int] | None = None) -> None:
    """The first one is named by its row, from 1 or as `rows` has it. Raises `RatesInvalid`."""
    if not faults:
        return
    first = faults[0]
    row = rows[first.place] if rows else first.place + 1
    more = f"; {len(faults) - 1} more" if len(faults) > 1 else ""
    raise RatesInvalid(
        f"row {row}, {first.column}: {first.detail}{more}",
        row=row,
        column=first.column,
        faults=len(faults),
    )


def sound_rate(rate: Rate) -> Rate:
    """Raises `RatesInvalid`."""
    clean = tidied(rate)
    refuse_faults(list(faults_of([clean])))
    return clean
